"""Small random consultations as exact results, without files: for attacking what protection makes of them."""

from dataclasses import dataclass

import make_bundle
import numpy as np

from analysis.counting import Cube, Cubes
from analysis.tables import Profile, Results, profile, tabulate

CODES = make_bundle.MISSING


@dataclass(frozen=True)
class Drawn:
    """One random consultation: how many children, groups, choices, how uneven, how sensitive."""

    seed: int
    children: int
    bands: int = 2
    groups: int = 3
    choices: int = 3
    uneven: float = 1.0
    gone: float = 0.1
    shape: str = "single"
    sensitive: bool = False
    asked_bands: int = 9
    extra: bool = False


def results_of(drawn: Drawn) -> Results:
    """Draw children, count them, and make the exact tables."""
    rng = np.random.default_rng(drawn.seed)
    bands = tuple(f"band{i}" for i in range(drawn.bands))
    genders = tuple(f"group{i}" for i in range(drawn.groups))
    book = codebook(drawn, bands, genders)
    axes = {"age_band": (*bands, *CODES), "gender": (*genders, *CODES)}
    band = rng.choice(drawn.bands, drawn.children, p=_weights(drawn.bands, drawn.uneven))
    gender = rng.choice(drawn.groups, drawn.children, p=_weights(drawn.groups, drawn.uneven))
    gender[rng.random(drawn.children) < drawn.gone / 4] = len(genders) + 1
    columns, states = {}, {}
    for question in book["questions"]:
        asked = np.isin(band, [bands.index(name) for name in question["bands"]])
        gone = np.where(rng.random(drawn.children) < drawn.gone, rng.choice([-1, -2, -3], drawn.children), 0)
        gone = np.where(asked, gone, CODES["not_asked"])
        answers = _answers(question, drawn, rng, band + gender)
        for name, answer in answers.items():
            columns[name] = _cube(name, np.where(gone < 0, gone, answer), (band, gender), axes)
        states[question["name"]] = _cube(question["name"], gone, (band, gender), axes)
    language = _cube("language", np.array(["en"] * drawn.children), (band, gender), axes)
    cubes = Cubes(columns, states, language, {}, drawn.children)
    return Results(tabulate(cubes, book), profile(cubes, book), {}, {}, {}, book)


def _weights(size: int, uneven: float) -> np.ndarray:
    weights = np.arange(1, size + 1, dtype=float) ** -uneven
    return weights / weights.sum()


def _answers(question, drawn: Drawn, rng: np.random.Generator, lean: np.ndarray) -> dict[str, np.ndarray]:
    weights = _weights(drawn.choices, drawn.uneven * 2)
    if question["shape"] == "multiple":
        picked = rng.random((drawn.children, drawn.choices)) < weights
        picked[~picked.any(axis=1), 0] = True
        return {v["column"]: picked[:, at].astype(int) for at, v in enumerate(question["variables"])}
    code = rng.choice(drawn.choices, drawn.children, p=weights)
    moved = (code + lean) % drawn.choices
    return {question["name"]: 1 + np.where(rng.random(drawn.children) < 0.2, moved, code)}


def _cube(name: str, values: np.ndarray, places, axes) -> Cube:
    known = tuple(v.item() for v in np.unique(values))
    counts = np.zeros((len(known), *(len(names) for names in axes.values())), dtype=np.int64)
    np.add.at(counts, (np.searchsorted(np.array(known), values), *places), 1)
    return Cube(name, known, axes, counts)


def codebook(drawn: Drawn, bands, genders) -> dict:
    """Describe one question, or two that meet in the same children."""
    names = ["one", "two"] if drawn.extra else ["one"]
    return {
        "bands": [{"name": band} for band in bands],
        "breakdowns": [
            {"name": "age_band", "question": None, "values": [{"name": band} for band in bands]},
            {"name": "gender", "question": "gender", "values": [{"name": g} for g in genders]},
        ],
        "missing": CODES,
        "questions": [_question(name, drawn, bands) for name in names],
    }


def _question(name: str, drawn: Drawn, bands) -> dict:
    choices = [f"choice{i}" for i in range(drawn.choices)]
    values = [make_bundle.value(i + 1, c, c, bands) for i, c in enumerate(choices)]
    variables = [make_bundle.category(name, values)]
    if drawn.shape == "multiple":
        variables = [make_bundle.flag(f"{name}.{c}", c, c) for c in choices]
    asked = list(bands[-drawn.asked_bands :])
    made = make_bundle.question(name, "select_one", drawn.shape, name, variables, bands=asked)
    return {**made, "sensitive": drawn.sensitive}


def exact(results: Results) -> dict[tuple[str, str, str, str, str], int]:
    """Give the true count behind every printed cell: (question, breakdown, group, kind, row)."""
    found = {}
    for table in results.tables:
        for breakdown, groups in table.groups.items():
            for at, group in enumerate(groups):
                for row, name in enumerate(table.choices):
                    found[table.question, breakdown, group, "choice", name] = int(
                        table.counts[breakdown][row, at]
                    )
                for kind, counts in table.bases[breakdown].missing.items():
                    found[table.question, breakdown, group, "missing", kind] = int(counts[at])
    return found | {(b, "overall", "total", "group", g): n for (b, g), n in who(results.profile).items()}


def who(profile: Profile) -> dict[tuple[str, str], int]:
    """Give the true number of children in every group."""
    return {
        (breakdown, group): int(count)
        for breakdown, groups in profile.groups.items()
        for group, count in zip(groups, profile.counts[breakdown], strict=True)
    }
