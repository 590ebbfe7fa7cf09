"""Backups, the journal, and the recovery of a damaged database from them."""
