"""One's own account."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consult.web.staffing.allowed import allowed_signed_in


@allowed_signed_in
def account() -> ResponseReturnValue:
    """Show my account."""
    return render_template("staffing/signing_in/account.html")
