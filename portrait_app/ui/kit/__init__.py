"""Widgets and words that more than one subject uses. They know no subject."""
