"""The engine for servers that the user runs: AUTOMATIC1111's API, which many programs speak."""
