"""What the platform gives: folders, settings, keychain, logs."""
