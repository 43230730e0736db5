"""Assessments: from ratings to scores, levels and a verdict; raters, target, competitors, past."""
