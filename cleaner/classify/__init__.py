"""Units to blocks: features, the model, and the decisions drawn from its probabilities."""
