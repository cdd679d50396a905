"""The life of a consultation: plan, checks, approval, opening, corrections, promises, forgetting."""
