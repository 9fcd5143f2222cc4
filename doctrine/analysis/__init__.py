"""How much of an answer depends on weights nobody decreed and facts nobody established. Pure, exact where it can be."""
