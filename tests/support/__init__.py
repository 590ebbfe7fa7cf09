"""Parts for tests: a loopback service, image files, libraries, and a clock that tests set."""
