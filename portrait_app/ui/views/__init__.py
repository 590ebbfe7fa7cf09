"""Painting and input."""
