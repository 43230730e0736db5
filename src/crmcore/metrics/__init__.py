"""HOW MUCH: values, rates and chances, from formulas to fitted models, goals included."""
