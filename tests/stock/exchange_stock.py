"""What the stocked office has for exchange: a workbook that was read, and a text somebody spoke about."""

from sqlalchemy.orm import Session

from consult.services.writing import drafts, translations, workbook_imports
from consult.survey.formats.outside import Outside

FORM = """survey,,,
,type,name,label
,begin group,town,Your town
,select_one yes_no,likes,Do you like your town?
,text,phone_number,What is your number?
,integer,visits,How often are you there?
,text,why,Why?
,end group,,
choices,,,
,list_name,name,label
,yes_no,yes,Yes
,yes_no,no,No
"""
SENT = workbook_imports.Sent(FORM.encode(), "town.csv")


def add(session: Session, consultation: int = 1) -> None:
    """Read a workbook, and say something about a text of the draft in use."""
    workbook_imports.read(session, consultation, SENT, Outside(), 1)
    draft = drafts.current(session, consultation)
    assert draft is not None, "the editor's stock comes before"
    work = translations.Work(session, draft, "ar", 1)
    translations.comment(work, "about", "Is “fruit” the right word?")
    title = translations.shown(session, draft, "ar")[0]
    translations.review(work, "title", title.unit.digest)
