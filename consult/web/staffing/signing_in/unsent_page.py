"""What was typed before one was signed out: shown to its writer, to be sent or thrown away."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.web.staffing import unsent
from consult.web.staffing.allowed import allowed_signed_in, me


@allowed_signed_in
def not_sent() -> ResponseReturnValue:
    """Show what was typed, with a button that sends it; a post throws it away."""
    kept = unsent.of(me().account_id)
    if request.method == "POST":
        unsent.forget()
    if kept is None or request.method == "POST":
        return redirect(url_for("staff.home"), 303)
    return render_template("staffing/signing_in/not_sent.html", kept=kept, typed=_typed(kept))


def _typed(kept: unsent.Unsent) -> list[str]:
    """Give what a person wrote, in the order of the form."""
    written = [words.strip() for _, words in kept["fields"]]
    return [words for words in written if _looks_written(words)]


def _looks_written(words: str) -> bool:
    return " " in words or "\n" in words or not words.isascii()
