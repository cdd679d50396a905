"""Long work outside the web: rows that say what was asked, workers that do it, places for what they make."""
