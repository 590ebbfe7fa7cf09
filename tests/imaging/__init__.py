"""Image files, read and written."""
