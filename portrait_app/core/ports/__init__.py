"""The ports: interfaces that adapters implement. `ui` and `jobs` use adapters only through them."""
