"""Static covariates: what customers are, and how it moves purchases and dropout."""
