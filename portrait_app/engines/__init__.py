"""What makes pictures: adapters of `core.ports.Engine`."""
