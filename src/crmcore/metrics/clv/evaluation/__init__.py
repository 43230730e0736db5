"""How well models foretell what they have not seen."""
