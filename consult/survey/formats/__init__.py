"""Questionnaires as others write them: XLSForm, XLIFF and PO, to and from our own document. Pure."""
