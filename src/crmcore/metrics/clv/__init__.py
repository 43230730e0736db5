"""Customer lifetime value: one file a model, one set of verbs."""
