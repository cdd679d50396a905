"""Reports for the Human Rights Council and the General Assembly, made of published results alone."""
