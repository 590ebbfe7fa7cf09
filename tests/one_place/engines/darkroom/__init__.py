"""An engine that is elsewhere and costs money; with a key of its own where its row says so."""
