"""Engine packages, which tests add to the path of `portrait_app.engines`."""
