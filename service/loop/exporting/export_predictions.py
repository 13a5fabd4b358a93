"""What the last measured round predicts of the pool, a row an item, streamed page by page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any

from service.answers import Feature
from service.errors import Conflict
from service.loop.app import App
from service.loop.exporting.export_labels import Export
from service.loop.exporting.flat_table import (
    FLAT_FORMATS,
    NUMBER,
    WHOLE,
    WORD,
    YES_OR_NO,
    Columns,
    Row,
)
from service.loop.labelling.blindness import note_exposure
from service.loop.labelling.telling import telling
from service.loop.needs import project_needs
from service.loop.page import BEFORE_ALL
from service.loop.rounds.predictions import NOTHING, Predictions, load_predictions
from service.loop.rounds.suggest import withheld_items
from service.reasons import ReasonCode, reason
from service.store.exports import PooledItem
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import LabelState

PAGE = 2_000
DIGITS = 4
COLUMNS: Columns = {
    "id": WHOLE,
    "external_id": WORD,
    "text": WORD,
    "class": WORD,
    "probability": NUMBER,
    "entropy": NUMBER,
    "round": WHOLE,
    "withheld": YES_OR_NO,
    "label": WORD,
    "machine_label": WORD,
}
"""`label` is what people said, `machine_label` what a certificate gave."""


@dataclass(frozen=True)
class _Asked:
    project_id: int
    user_id: int
    unblinded: bool
    round: int
    predicted: Predictions


def export_predictions(
    app: App, project_id: int, user_id: int, format_name: str, *, unblinded: bool = False
) -> Export:
    """In one of `FLAT_FORMATS`. Conflict, with its reason, before a round is measured.

    Of unlabelled items that may become audits it says nothing, as lists of items don't. With
    `unblinded` it does, and whoever asked isn't asked about them as audits any more.
    """
    with app.read() as uow:
        project_needs(uow, project_id, Feature.PREDICTIONS)
        name = uow.projects.get(project_id).name
        measured = uow.rounds.last_measured(project_id)
    predicted = load_predictions(app, measured)
    if measured is None or predicted is None:
        why = reason(ReasonCode.NOT_MEASURED if measured is None else ReasonCode.NO_MODEL)
        raise Conflict(why.detail, reason=asdict(why))
    found = FLAT_FORMATS[format_name]
    asked = _Asked(project_id, user_id, unblinded, measured.number, predicted)
    return Export(name, found.content_type, found.write(COLUMNS, _pages(app, asked)))


def _pages(app: App, asked: _Asked) -> Iterator[list[Row]]:
    """Each in a read of its own: a long download holds nothing back."""
    after = BEFORE_ALL
    while True:
        with app.read() as uow:
            items = uow.exports.pool(asked.project_id, after=after, limit=PAGE)
            spoilt = _spoilt(uow, asked, items)
            page = _rows(uow, asked, items, set() if asked.unblinded else spoilt)
        if not items:
            return
        if asked.unblinded and spoilt:
            with app.write() as uow:
                note_exposure(uow, asked.user_id, [*spoilt])
        after = items[-1].ordinal
        yield page


def _spoilt(uow: UnitOfWork, asked: _Asked, items: list[PooledItem]) -> set[int]:
    """Ids of those that may become audits yet, and of which something is predicted."""
    is_open = [
        item.id
        for item in items
        if not (item.asked and item.state is LabelState.SETTLED)
        and _prediction(asked.predicted, item.ordinal) is not None
    ]
    return withheld_items(uow, uow.projects.get(asked.project_id), is_open) if is_open else set()


def _rows(uow: UnitOfWork, asked: _Asked, items: list[PooledItem], withheld: set[int]) -> list[Row]:
    tell, names = telling(uow, asked.project_id), uow.classes.all_names(asked.project_id)
    external = uow.items.external_ids([item.id for item in items])
    return [
        {
            "id": item.id,
            "external_id": external.get(item.id),
            "text": item.text,
            **({} if item.id in withheld else _predicted(asked, item, names)),
            "round": asked.round,
            "withheld": item.id in withheld,
            "label": None if item.answer is None else tell(json.loads(item.answer)),
        }
        for item in items
    ]


def _prediction(predicted: Predictions, ordinal: int) -> int | None:
    """The id of the class, if anything is predicted of the item."""
    if ordinal >= len(predicted.class_index):
        return None
    place = int(predicted.class_index[ordinal])
    return None if place == NOTHING else int(predicted.class_ids[place])


def _predicted(asked: _Asked, item: PooledItem, names: Mapping[int, str]) -> dict[str, Any]:
    machine = None if item.machine_class is None else names[item.machine_class]
    ordinal, entropy = item.ordinal, asked.predicted.entropy
    class_id = _prediction(asked.predicted, ordinal)
    if class_id is None:
        return {"machine_label": machine}
    return {
        "machine_label": machine,
        "class": names[class_id],
        "probability": _number(asked.predicted.probability[ordinal]),
        "entropy": None if entropy is None else _number(entropy[ordinal]),
    }


def _number(value: Any) -> float | None:
    return None if isnan(value) else round(float(value), DIGITS)
