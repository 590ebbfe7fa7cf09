"""Which pictures a query shows, and in which order: the SQL of searching."""
