"""The verbs that models share, and what a model of one's own needs."""
