"""The one door to Pillow's readers and encoders, for all adapters: which, how large, and what went wrong."""
