"""What keeps jobs and pictures: adapters of `core.ports.Library`."""
