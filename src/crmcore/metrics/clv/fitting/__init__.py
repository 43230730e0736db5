"""How models are fitted, and how sure a fit is."""
