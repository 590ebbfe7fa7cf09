"""A remote engine that costs money. It needs a key if its row has a login."""
