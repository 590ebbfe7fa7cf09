"""Searching: the field, filters, orders, completion and saved searches."""
