"""The pages for translators: with and without script, right to left, files in and out."""

import io
import re

from staff_site import StaffSite

from consult.services import database
from consult.services.writing import drafts
from consult.survey.writing.wording import words

JSON = {"Accept": "application/json"}


def opened(staff: StaffSite, **query: str) -> str:
    return (
        staff.client("translator").get(staff.url("translating_texts", language="ar"), query_string=query).text
    )


def seen(page: str, key: str) -> str:
    found = re.search(
        rf'name="key" value="{re.escape(key)}"><input type="hidden" name="seen" value="(\w+)"', page
    )
    assert found, key
    return found[1]


def title(staff: StaffSite) -> str:
    with database.session(staff.engine) as session:
        draft = drafts.current(session, staff.consultation)
        assert draft is not None
        return words(draft.document["title"], "ar")


def test_the_page_has_both_languages_in_their_directions(staff: StaffSite) -> None:
    page = opened(staff)
    assert re.search(r'<textarea [^>]*lang="ar" dir="rtl" placeholder="A test poll"', page)
    assert '<p class="said" lang="en" dir="ltr">A test poll</p>' in page
    assert "Is “fruit” the right word?" in page


def test_words_are_saved_without_script_and_with_it(staff: StaffSite) -> None:
    client, address = staff.client("translator"), staff.url("translating_say", language="ar")
    form = {
        "key": "title",
        "seen": seen(opened(staff), "title"),
        "words": "أول",
        "act": "save",
        "anchor": "text-1",
    }
    reply = client.post(address, data=form)
    assert (reply.status_code, reply.location.endswith("#text-1"), title(staff)) == (303, True, "أول")
    late = client.post(address, data=form | {"words": "متأخر"}, headers=JSON)
    assert (late.status_code, late.json["now"]["words"], title(staff)) == (409, "أول", "أول")
    good = client.post(
        address, data=form | {"words": "ثان", "seen": late.json["now"]["seen"], "act": "review"}, headers=JSON
    )
    assert (good.json["state"], title(staff)) == ("reviewed", "ثان")


def test_a_lost_placeholder_is_told_at_once(staff: StaffSite) -> None:
    form = {"key": "who_asks", "seen": seen(opened(staff), "who_asks"), "words": "من؟", "act": "save"}
    reply = staff.client("translator").post(
        staff.url("translating_say", language="ar"), data=form, headers=JSON
    )
    assert "{organisation}" in reply.json["faults"][0]


def test_the_list_can_be_narrowed(staff: StaffSite) -> None:
    assert opened(staff, show="comments").count('<section class="text') == 1
    assert opened(staff, show="missing").count('<section class="text') == 0
    assert "ages 7-9" not in opened(staff, band="14-18")


def test_a_language_is_added_and_starts_empty(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    client.post(staff.url("translating_add"), data={"written": "zh-Hant"})
    page = client.get(staff.url("translating_languages")).text
    assert 'lang="zh-Hant"' in page
    client.post(staff.url("translating_add"), data={"written": "<b>"})
    assert "&lt;b&gt;" not in client.get(staff.url("translating_languages")).text
    assert client.get(staff.url("translating_texts", language="fr")).status_code == 404
    assert client.get(staff.url("translating_texts", language="en")).status_code == 404


def test_a_file_goes_out_and_comes_back_changed(staff: StaffSite) -> None:
    client = staff.client("translator")
    for kind in ("po", "xlf"):
        body = client.get(staff.url("translating_download", language="ar", kind=kind)).data.decode()
        changed = body.replace(title(staff), f"استطلاع {kind}", 1).encode()
        data = {"file": (io.BytesIO(changed), f"x.{kind}")}
        reply = client.post(
            staff.url("translating_take", language="ar"), data=data, content_type="multipart/form-data"
        )
        assert reply.status_code == 200
        assert title(staff) == f"استطلاع {kind}"
    assert client.get(staff.url("translating_download", language="ar", kind="exe")).status_code == 404
