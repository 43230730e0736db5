"""BG/CNBD-k and MBG/CNBD-k."""
