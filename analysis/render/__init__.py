"""How a release becomes pages: words, fonts, drawings, HTML, PDF and DOCX."""
