"""Proofs that are tables: every way in which something can go wrong, and what became of it."""
