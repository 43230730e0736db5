"""Plans: what rests on what, what to do first, within which budget, in which period."""
