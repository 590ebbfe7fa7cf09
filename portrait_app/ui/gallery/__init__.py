"""The grid of the library, its tiles, and the inspector."""
