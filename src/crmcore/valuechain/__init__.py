"""HOW WELL: CRM frameworks as data, and their assessment from figures and judgements."""
