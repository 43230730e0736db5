"""What the formulas of several models are made of."""
