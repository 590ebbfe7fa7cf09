"""The search field, filters, sort orders, completion and saved searches."""
