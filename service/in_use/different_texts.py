"""Texts of today as they are compared: each once, as a project has each of its texts once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from service.answers.names import no_such_class
from service.core.drift import ENOUGH
from service.db.unit_of_work import UnitOfWork
from service.in_use.shapes import FreshCheck, TextsInUse
from service.kit.errors import Invalid
from service.pool.queries.classes import Classes


@dataclass(frozen=True)
class DifferentTexts:
    texts: Sequence[str]
    vectors: Mapping[str, Sequence[Sequence[float]]]
    """By the view, one of each."""
    places: Sequence[int]
    """Where each came first in what was sent."""
    checks: Mapping[int, Set[int]]
    """By its place among these, the ids of the classes that a checked text has."""


def different_texts(uow: UnitOfWork, project_id: int, body: TextsInUse) -> DifferentTexts:
    """A text that was sent several times counts once, and so do checks of it: the first does.

    `Invalid` where too few differ, or a check is of no text or of an unknown class.
    """
    first: dict[str, int] = {}
    for place, text in enumerate(body.texts):
        first.setdefault(text, place)
    if len(first) < ENOUGH:
        raise Invalid(
            f"Only {len(first)} of the {len(body.texts)} texts differ. Send {ENOUGH} at least: "
            "equal ones count once.",
            field="texts",
        )
    _check_places(body.checks, len(body.texts))
    number = {text: place for place, text in enumerate(first)}
    ids, merged = uow[Classes].answerable(project_id), uow[Classes].merged(project_id)
    checks: dict[int, Set[int]] = {}
    for check in body.checks:
        meant = _class_ids(check, ids)
        checks.setdefault(number[body.texts[check.place]], {merged.get(c, c) for c in meant})
    places = [*first.values()]
    vectors = {name: [rows[place] for place in places] for name, rows in body.vectors.items()}
    return DifferentTexts([*first], vectors, places, checks)


def _check_places(checks: Sequence[FreshCheck], texts: int) -> None:
    places = [check.place for check in checks]
    if places and max(places) >= texts:
        raise Invalid(f"There are {texts} texts: no place {max(places)}.", field="checks")
    if len({*places}) < len(places):
        raise Invalid("A text is checked twice: send one check of it.", field="checks")


def _class_ids(check: FreshCheck, ids: Mapping[str, int]) -> list[int]:
    """Classes may be called as they were before."""
    for name in check.classes:
        if name not in ids:
            raise Invalid(no_such_class(name, ids), field="checks")
    return [ids[name] for name in check.classes]
