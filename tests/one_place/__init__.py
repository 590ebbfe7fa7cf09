"""The table "One place each" of the guide for contributors, held to its word."""
