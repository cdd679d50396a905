"""The mandate's dashboard: indicators, figures, who may give them, and what the platform counts itself."""
