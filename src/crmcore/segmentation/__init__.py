"""WHO: groups of customers, with evidence and how sure each label is."""
