"""What the services say in codes, in sentences: kinds of work, steps, states, and why something cannot be."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.tables import Job

Sentences = Mapping[str, LazyString]

KINDS: Final[Sentences] = {
    "release": _l("Draft of the results"),
    "publish": _l("Publication"),
    "microdata": _l("Export of single answers"),
    "quality": _l("Report on the quality of answers"),
    "report": _l("Report for the United Nations"),
}
STEPS: Final[Sentences] = {
    "": _l("Waiting for a worker"),
    "closing": _l("Closing the poll"),
    "freezing": _l("Freezing the answers"),
    "analysing": _l("Counting, protecting, drawing and writing"),
    "checking": _l("Checking every file against what was approved"),
    "entering": _l("Checking beside all earlier results, and entering in the ledger"),
    "publishing": _l("Making public"),
    "exporting": _l("Looking for children who could be found, and writing the files"),
    "writing": _l("Writing the documents"),
    "reading": _l("Reading them over by the conventions of United Nations documents"),
    "looking": _l("Looking for signs of careless answers"),
}
# State of a job -> words and the kind of its tag.
STATES: Final[Mapping[str, tuple[LazyString, str]]] = {
    "waiting": (_l("waiting"), "info"),
    "running": (_l("at work"), "info"),
    "done": (_l("done"), "good"),
    "refused": (_l("refused"), "warn"),
    "failed": (_l("failed"), "bad"),
    "interrupted": (_l("interrupted"), "warn"),
}
RELEASES: Final[Mapping[str, tuple[LazyString, str]]] = {
    "draft": (_l("draft"), "info"),
    "approved": (_l("public"), "good"),
    "replaced": (_l("replaced by a later one"), ""),
    "withdrawn": (_l("withdrawn"), "warn"),
}
REASONS: Final[Sentences] = {
    "busy": _l("This is being done already. Please wait until it has ended."),
    "deleted": _l("The single answers were deleted, as promised to children. What is published stays."),
    "not_frozen": _l("Nothing is frozen yet: make a draft of the results first."),
    "not_draft": _l("This is no draft any more. Please load the page again."),
    "not_approved": _l("Nobody has approved exactly this draft yet."),
    "reason_missing": _l("Please write the reason in every language in which the results are public."),
    "reason_long": _l("Please write the reason in at most 600 characters."),
    "damaged": _l("The files of this draft are not those that were made. Make a new draft."),
    "not_public": _l("A report tells published results only."),
    "unsafe": _l("These tables would tell too much about single children, so no draft was made."),
    "ledger": _l("Beside what was published before, these tables would tell too much about single children."),
    "microdata": _l("The file may not leave: a child could be found in it, or her answer guessed."),
    "analysis": _l("The analysis could not do its work. What it said stands below."),
    "killed": _l("The analysis was ended from outside, perhaps for want of memory. Please start again."),
    "told": _l("This could not be done. The reason stands below."),
    "fault": _l("Something went wrong that should not. Tell the administrator the words below."),
    "same_person": _l("Whoever asks cannot approve: a second person must."),
    "not_asked": _l("There is nothing to decide: nobody has asked, or it was decided meanwhile."),
    "changed": _l("Something was changed since you read it. Please read it again."),
    "review_open": _l("Children are looking at a draft of this round. End that first."),
    "review_unanswered": _l(
        "Children found something not clear or not true. Answer to each of these parts first."
    ),
    "review_days": _l("Please choose between 1 and 60 days."),
    "review_no_parts": _l("The parts of this draft have no names yet. Make a new draft."),
    "reply_missing": _l("Please write what you answer to children."),
    "reply_long": _l("Please answer in at most 1,000 characters."),
    "part": _l("This part is not there any more. Please load the page again."),
    "quote_open": _l("The poll still takes answers. Quotations are chosen when it is closed."),
    "quote_none": _l("Please tick at least one text."),
    "quote_not_cleared": _l("A text is not cleared, or no longer. Nothing was changed; please look again."),
    "quote_long": _l("A quotation has at most 500 characters. A moderator may clear shorter words for it."),
    "quote_many": _l("At most six texts are quoted in a language. Take one out first."),
    "quote_withdrawn": _l(
        "This draft quotes a text that is no longer cleared. Make a new draft, which leaves it out."
    ),
    "interrupted": _l("The worker was stopped before the end. Nothing half made was kept; start again."),
}


def sentence(code: str) -> str:
    """Give the sentence for a reason."""
    return str(REASONS.get(code, REASONS["told"]))


def reason(job: Job) -> tuple[str, str]:
    """Give why a job ended without a result: a sentence, and the words of the analysis (English) or ""."""
    if job.state == "interrupted":
        return sentence("interrupted"), ""
    code, _, words = job.reason.partition(":")
    return (sentence(code), words) if code else ("", "")
