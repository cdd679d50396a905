"""The tables: what is stored, and what the database itself refuses to store."""

from consult.tables.base import Base
from consult.tables.mixing import pool, spent_keys
from consult.tables.office import Consultation, Freeze, HelpContact, Questionnaire, Wave
from consult.tables.people import ROLES, Account, Act, Role
from consult.tables.voices import responses, texts

__all__ = [
    "ROLES",
    "Account",
    "Act",
    "Base",
    "Consultation",
    "Freeze",
    "HelpContact",
    "Questionnaire",
    "Role",
    "Wave",
    "pool",
    "responses",
    "spent_keys",
    "texts",
]
