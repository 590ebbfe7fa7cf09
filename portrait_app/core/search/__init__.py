"""Searching, as data: what can be typed, asked, filtered and ordered."""
