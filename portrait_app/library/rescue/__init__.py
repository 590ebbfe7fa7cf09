"""Backups, the journal, and a database that is put back from them."""
