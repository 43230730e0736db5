"""BG/BB."""
