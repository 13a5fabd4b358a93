"""Takes in what a model outside thinks of items, to be shown as a round's own suggestions are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.core.heads.head import all_heads
from service.core.suggestions import MOST
from service.errors import Invalid
from service.loop.app import App
from service.loop.jobs.kinds.rank import request_round
from service.store.classes import Classes
from service.store.projects import Projects
from service.store.suggestions import FromOutside, Nameable, Suggestions

MOST_NAMED = 20
"""Bad rows that an answer names."""


@dataclass(frozen=True)
class SentSuggestion:
    """A row as it was sent: one of the two ids says which item it is of."""

    item_id: int | None
    external_id: str | None
    class_name: str
    probability: float


class TakenSuggestions(NamedTuple):
    items: int
    suggestions: int


class _BadRow(NamedTuple):
    line: int
    field: str
    reason: str


def take_suggestions(
    app: App, project_id: int, model: str, sent: Sequence[SentSuggestion]
) -> TakenSuggestions:
    """Replaces all that the model has said of these items; all rows are taken, or none.

    Items that wait show it from the next round on, which this asks for. The rows of a large
    project are looked through for external ids before anything is locked.
    """
    if model in {f"{head.name}@{head.version}" for head in all_heads()}:
        raise Invalid(f"{model!r} is what the service's own suggestions go by.", field="model")
    with app.read() as uow:
        class_ids = uow[Classes].ids(project_id)
        nameable = uow[Suggestions].nameable(
            project_id,
            [row.item_id for row in sent if row.item_id is not None],
            [row.external_id for row in sent if row.external_id is not None],
        )
    rows = _rows(sent, nameable, class_ids)
    with app.write() as uow:
        project = uow[Projects].lock(project_id)
        uow[Suggestions].replace(model, rows, uow.now)
        if project.embedded_count:
            request_round(uow, project, "suggestions", at_once=True)
    return TakenSuggestions(len({row.item_id for row in rows}), len(rows))


def _rows(
    sent: Sequence[SentSuggestion], nameable: Nameable, class_ids: Mapping[str, int]
) -> list[FromOutside]:
    """As they are stored; `Invalid` names each bad one by its line, the first of which is 1."""
    rows: list[FromOutside] = []
    bad: list[_BadRow] = []
    seen: dict[int, set[int]] = {}
    for line, row in enumerate(sent, start=1):
        item, field, reason = _item(row, nameable)
        class_id = class_ids.get(row.class_name)
        of_item = seen.setdefault(item or 0, set())
        if item is None:
            bad.append(_BadRow(line, field, reason))
        elif class_id is None:
            bad.append(_BadRow(line, "class", f"the project has no class {row.class_name!r}"))
        elif class_id in of_item:
            bad.append(_BadRow(line, "class", "the item has this class in an earlier row"))
        elif len(of_item) == MOST:
            bad.append(_BadRow(line, field, f"an item shows {MOST} classes at most"))
        else:
            of_item.add(class_id)
            rows.append(FromOutside(item, class_id, row.probability))
    if bad:
        raise _refused(bad)
    return rows


def _item(row: SentSuggestion, nameable: Nameable) -> tuple[int | None, str, str]:
    """The item that a row is of; without one the field that is wrong, and why."""
    if (row.item_id is None) == (row.external_id is None):
        return None, "item_id", "a row needs `item_id` or `external_id`, one of them"
    if row.item_id is not None:
        item_id = row.item_id if row.item_id in nameable.ids else None
        return item_id, "item_id", f"no text to be labelled has the id {row.item_id}"
    items = nameable.by_external_id.get(row.external_id or "", set())
    if len(items) == 1:
        return next(iter(items)), "external_id", ""
    reason = "no text to be labelled has" if not items else f"{len(items)} texts have"
    return None, "external_id", f"{reason} the id {row.external_id!r}"


def _refused(bad: Sequence[_BadRow]) -> Invalid:
    first, further = bad[0], len(bad) - 1
    more = f", and {further} more" if further else ""
    return Invalid(
        f"Row {first.line}: {first.reason}{more}. Nothing was stored.",
        field=_place(first),
        errors=[{"field": _place(row), "reason": row.reason} for row in bad[:MOST_NAMED]],
    )


def _place(row: _BadRow) -> str:
    return f"suggestions.{row.line - 1}.{row.field}"
