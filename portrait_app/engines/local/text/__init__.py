"""From a prompt to what the text encoder reads: tokens in chunks of 77, each with a weight.

Only `emphasis` needs numpy.
"""
