"""Adapters that keep jobs and pictures on disk. The main one implements `Library`."""
