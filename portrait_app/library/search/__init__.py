"""The SQL of searching: which pictures a query shows, and in which order."""
