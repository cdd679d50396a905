"""Writing a questionnaire: drafts, versions, recordings, translations, workbooks."""
