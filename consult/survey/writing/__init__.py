"""Writing a questionnaire: pure steps from one document to the next, and what to say about a document.

Every step takes a JSON document and gives a new one; nothing given is changed. Names are made once, from the
words of a label, and stay; translations are only ever added to or replaced, language by language.
"""
