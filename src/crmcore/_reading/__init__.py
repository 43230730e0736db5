"""The file door of the command line: everything between a path and a checked log."""

from crmcore._reading.purchases import Reading, read_purchases

__all__ = ["Reading", "read_purchases"]
