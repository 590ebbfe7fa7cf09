"""Real parts for tests: a loopback service, image files, a clock that is told the time."""
