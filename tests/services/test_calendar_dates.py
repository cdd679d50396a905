"""Dates worked back from a session: held against the dates of real reports."""

from datetime import date, timedelta

import pytest

from consult.services.planning.calendar_dates import BODIES, Dates, warnings, work_back

SPRING = date(2017, 2, 27)  # the thirty-fourth session of the Council
AUTUMN = date(2019, 9, 17)  # the seventy-fourth session of the Assembly


def latest(body: str, session: date) -> dict[str, date]:
    return {milestone.name: milestone.on for milestone in work_back(body, session)}


def codes(body: str = "", today: date = date(2016, 1, 4), **dates: date) -> list[str]:
    return [warned.code for warned in warnings(body, Dates(**dates), today)]


def test_submission_is_ten_weeks_before_and_issue_six() -> None:
    council = latest("hrc", SPRING)
    assert council["submission"] == date(2016, 12, 19)
    assert council["issue"] == date(2017, 1, 16)
    assert council["session"] == SPRING


def test_the_freeze_falls_where_earlier_reports_had_it() -> None:
    assert latest("hrc", SPRING)["freeze"] == date(2016, 11, 7)
    assert latest("ga", AUTUMN)["freeze"].month == 5


@pytest.mark.parametrize("body", BODIES)
def test_stages_follow_each_other_and_never_end_on_a_weekend(body: str) -> None:
    for shift in range(14):
        line = work_back(body, SPRING + timedelta(days=shift))
        assert [each.on for each in line] == sorted(each.on for each in line)
        assert all(each.on.weekday() < 5 for each in line if each.name != "session")


def test_a_body_we_do_not_know() -> None:
    with pytest.raises(KeyError):
        work_back("ecosoc", SPRING)


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"opens_on": date(2016, 6, 1), "closes_on": date(2016, 5, 1)}, "closes_before_opening"),
        ({"opens_on": date(2016, 6, 1), "closes_on": date(2016, 6, 8)}, "fieldwork_short"),
        ({"closes_on": date(2016, 6, 8), "promised_on": date(2016, 6, 8)}, "promised_before_closing"),
        ({"closes_on": date(2016, 6, 8), "delete_on": date(2016, 6, 10)}, "deleted_before_freeze"),
        ({"promised_on": date(2017, 1, 1), "delete_on": date(2016, 12, 1)}, "deleted_before_promise"),
    ],
)
def test_dates_that_contradict_each_other(dates: dict, code: str) -> None:
    assert codes(**dates) == [code]


def test_dates_that_the_session_does_not_leave() -> None:
    found = codes("hrc", session_on=SPRING, opens_on=date(2016, 10, 1), closes_on=date(2016, 12, 1))
    assert found == ["opening_too_late", "closing_too_late"]
    assert codes("hrc", session_on=SPRING, delete_on=date(2016, 11, 1)) == ["deleted_before_freeze"]


def test_what_is_past_is_said_until_it_is_done() -> None:
    today = date(2016, 10, 3)
    assert codes("hrc", today, session_on=SPRING) == ["instruments_past", "translations_past", "opening_past"]
    done = frozenset({"instruments", "translations", "opening"})
    assert warnings("hrc", Dates(session_on=SPRING), today, done) == ()


def test_dates_that_fit_are_silent() -> None:
    dates = {"opens_on": date(2016, 9, 1), "closes_on": date(2016, 10, 20), "promised_on": date(2017, 3, 1)}
    assert codes("hrc", session_on=SPRING, delete_on=date(2017, 6, 1), **dates) == []
