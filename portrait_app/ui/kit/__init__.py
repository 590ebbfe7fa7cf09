"""Widgets and texts that several subjects share; the kit depends on no subject."""
