"""BG/NBD and MBG/NBD."""
