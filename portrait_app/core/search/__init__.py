"""Data about searches: the search language, its conditions, filters and orders."""
