"""Thin item models between the domain and the views."""
