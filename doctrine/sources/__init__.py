"""Where candidates come from: the compiled catalogue, and the buyer's own file."""
