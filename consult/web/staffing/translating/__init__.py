"""Translations of a questionnaire, side by side."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.translating import files, languages, texts


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for part in (languages, texts, files):
        part.attach(office)
    navigation.entry("translating_languages", _l("Translation"), 40)
