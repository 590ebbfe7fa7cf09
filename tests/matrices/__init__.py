"""Tests in the form of tables: each row is one way to fail, with its result."""
