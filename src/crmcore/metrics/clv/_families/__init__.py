"""The formulas and likelihoods behind the models, family by family."""
