"""Creating portraits: the panel of parameters, and the choice of the engine and its model."""
