"""What is too long is said in the reader's language, in all six."""

from staff_site import StaffSite, email

from consult.services import database
from consult.services.people import accounts


def test_too_long_a_title_is_refused_in_arabic(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        accounts.by_email(session, email("coordinator")).language = "ar"
    reply = staff.client("coordinator").post(staff.url("planning_begin"), data={"title": "x" * 201})
    assert reply.status_code == 400
    assert "أكبر عدد من الأحرف: 200." in reply.text
    assert "cannot be longer" not in reply.text
