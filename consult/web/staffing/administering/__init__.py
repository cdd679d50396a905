"""Help contacts, languages, retention, storage, health."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.administering import contacts, four_eyes, languages, machine, retention

BASE = "/administration"
BOTH = ["GET", "POST"]


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    add = office.add_url_rule
    add(f"{BASE}/", "administering_overview", machine.overview)
    add(f"{BASE}/contacts", "administering_contacts", contacts.listed)
    add(f"{BASE}/contacts/new", "administering_contact_new", contacts.new, methods=BOTH)
    add(f"{BASE}/contacts/<int:contact>", "administering_contact", contacts.change, methods=BOTH)
    add(
        f"{BASE}/contacts/<int:contact>/checked",
        "administering_contact_checked",
        contacts.checked,
        methods=["POST"],
    )
    add(f"{BASE}/contacts/<int:contact>/out", "administering_contact_out", contacts.out, methods=["POST"])
    add(f"{BASE}/contacts/import", "administering_contacts_import", contacts.take_in, methods=BOTH)
    add(f"{BASE}/contacts.csv", "administering_contacts_file", contacts.file)
    add(f"{BASE}/languages", "administering_languages", languages.languages)
    add(f"{BASE}/retention", "administering_retention", retention.retention, methods=BOTH)
    add(f"{BASE}/four-eyes", "administering_four_eyes", four_eyes.four_eyes, methods=BOTH)
    add(f"{BASE}/storage", "administering_storage", machine.storage)
    add(f"{BASE}/storage/backup", "administering_backup", machine.back_up, methods=["POST"])
    add(
        f"{BASE}/storage/backup/<name>/delete",
        "administering_backup_delete",
        machine.delete,
        methods=["POST"],
    )
    add(f"{BASE}/health", "administering_health", machine.health)
    navigation.entry("administering_overview", _l("Administration"), 120)
