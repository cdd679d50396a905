"""What is wrong with an answer, said to a child: one sentence for each reason of an AnswerError."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

SENTENCES: Mapping[str, LazyString] = {
    "unknown_choice": _l("Please choose one of the answers shown."),
    "too_many": _l("You chose too many. Please choose fewer."),
    "too_long": _l("This is too long. Please write less."),
    "not_a_number": _l("Please write a whole number, such as 7."),
    "out_of_range": _l("This number does not fit. Please look at the smallest and the largest number."),
    "bad_text": _l("Some of these signs cannot be saved. Please write it in another way."),
    "malformed": _l(
        "Something did not arrive as it should. Please look at your answers and send them again."
    ),
    "exclusive": _l(
        "You gave an answer and also chose “I don’t know” or “I’d rather not say”. Please keep one."
    ),
    "same_place": _l("Two things have the same place. Please give each place once."),
    "unknown_band": _l("Please choose your age again."),
    "bad_code": _l(
        "This code cannot be used. Look at your slip again, or ask the person who gave it to you."
    ),
}
