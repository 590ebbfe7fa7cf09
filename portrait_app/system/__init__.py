"""Access to the platform: folders, settings, keychain, logs."""
