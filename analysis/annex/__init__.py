"""The annex for the Human Rights Council and the General Assembly, as a Word document in each language."""
