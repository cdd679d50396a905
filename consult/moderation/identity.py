"""National identity numbers: those whose check digits or letters make a chance hit unlikely.

python-stdnum knows the arithmetic. Numbers of fewer than eleven digits with one check digit are left to the
search for long numbers: one telephone number in ten would pass for them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import luhn
from stdnum.br import cpf
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.id import nik
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.pk import cnic
from stdnum.pl import pesel
from stdnum.ro import cnp
from stdnum.ru import inn
from stdnum.th import pin
from stdnum.tr import tckimlik
from stdnum.us import ssn
from stdnum.za import idnr

from consult.moderation.finding import Finding
from consult.moderation.view import View

CHECKED = "an identity number whose check digits agree"
SHAPED = "letters and digits like those of an identity document"


@dataclass(frozen=True, slots=True)
class _Id:
    """One kind of identity number: how it is written, and the arithmetic it must pass."""

    written: re.Pattern[str]
    valid: Callable[[str], bool]


def _id(written: str, valid: Callable[[str], bool]) -> _Id:
    return _Id(re.compile(rf"(?<![a-z\d]){written}(?![a-z\d])"), valid)


_IDS = (
    _id(r"\d{8}[ -]?[a-z]", dni.is_valid),
    _id(r"[xyz][ -]?\d{7}[ -]?[a-z]", nie.is_valid),
    _id(r"[12] ?\d\d ?\d\d ?\d[\dab] ?\d{3} ?\d{3} ?\d\d", nir.is_valid),
    _id(r"[a-z]{6}\d\d[a-z]\d\d[a-z]\d{3}[a-z]", codicefiscale.is_valid),
    _id(r"[a-z]{4}\d{6}[hmx][a-z]{5}[a-z\d]\d", curp.is_valid),
    _id(r"\d{17}[\dx]", ric.is_valid),
    _id(r"\d{3}\.?\d{3}\.?\d{3}-?\d\d", cpf.is_valid),
    _id(r"\d{4} ?\d{4} ?\d{4}", aadhaar.is_valid),
    _id(r"\d{1,2}\.\d{3}\.\d{3}-[\dk]", rut.is_valid),
    _id(r"\d{13}", idnr.is_valid),
    _id(r"\d{13}", cnp.is_valid),
    _id(r"\d-?\d{4}-?\d{5}-?\d\d-?\d", pin.is_valid),
    _id(r"\d{5}-\d{7}-\d", cnic.is_valid),
    _id(r"\d{6}-?\d{7}", rrn.is_valid),
    _id(r"\d{11}", pesel.is_valid),
    _id(r"\d{11}", tckimlik.is_valid),
    _id(r"\d{12}", inn.is_valid),
    _id(r"\d{16}", nik.is_valid),
    _id(r"\d{16}", luhn.is_valid),
    _id(r"\d{3}-\d\d-\d{4}", ssn.is_valid),
)
# Passports, licences, plates and the ids that stdnum does not know: letters, then five digits or more.
_DOCUMENT = re.compile(
    r"(?<![a-z\d])(?:[a-z]{1,4}-?\d{6,12}[a-z]{0,2}|[a-z]{2} ?(?:\d\d ?){3}[a-d]|[a-z]{5}\d{4}[a-z])"
    r"(?![a-z\d])"
)


def identities(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find identity numbers that pass their check, and codes written like those of a document."""
    for kind in _IDS:
        for found in kind.written.finditer(view.text):
            if kind.valid(found.group().upper()):
                yield Finding("national_id", *view.span(found.start(), found.end()), CHECKED)
    for found in _DOCUMENT.finditer(view.text):
        yield Finding("national_id", *view.span(found.start(), found.end()), SHAPED)
