"""An engine that makes portraits on this computer."""
