"""Gamma-Gompertz/NBD."""
