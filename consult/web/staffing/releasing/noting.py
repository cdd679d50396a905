"""What children wrote about a draft, read alone by those who read children's words."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.feedback import notes
from consult.web.staffing.allowed import allowed, db, here, me

MODERATORS = ("moderator", "safeguarding")


@allowed(*MODERATORS)
def texts(consultation: int) -> ResponseReturnValue:
    """Show the texts that nobody has read yet, in an order that says nothing."""
    return render_template(
        "staffing/releasing/texts.html", texts=notes.held(db(), here().id), consultation=consultation
    )


@allowed(*MODERATORS)
def decide(consultation: int) -> ResponseReturnValue:
    """Let a text through to the team, or delete it."""
    try:
        text_id = bytes.fromhex(request.form.get("text", ""))
    except ValueError:
        abort(404)
    through = request.form.get("act") == "clear"
    if notes.decide(db(), here().id, text_id, me().account_id, clear=through):
        flash(_("The team can read it now.") if through else _("The text is deleted."))
    return redirect(url_for("staff.releasing_texts", consultation=consultation), 303)
