"""Churn: the chance that a customer leaves, by a definition that has a name."""

from crmcore.metrics.churn.scores import ChurnDefinition, ChurnScores, churn_scores

__all__ = ["ChurnDefinition", "ChurnScores", "churn_scores"]
