"""Metadata in picture files: infotexts, this program's own record and settings of other programs."""
