"""What customers are worth, and what they will buy."""
