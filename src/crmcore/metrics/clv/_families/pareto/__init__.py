"""Pareto/NBD."""
