"""The mandate's dashboard: indicators, figures, key achievements."""
