"""The questionnaire as a document: pure, nothing of ours but the errors, nothing of anybody else's."""
