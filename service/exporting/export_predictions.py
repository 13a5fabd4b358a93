"""What the last measured round predicts of the pool, a row an item, streamed page by page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any

from service.answers import AnswerKind, Feature, answer_kind
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.exporting.export_format import EXPORT_FORMATS, Columns, Kind, Table, TablePage, page_of
from service.exporting.export_labels import Export
from service.exporting.queries.exports import Exports, PooledItem
from service.kit.errors import Conflict
from service.kit.page import BEFORE_ALL
from service.kit.reasons import ReasonCode, reason
from service.kit.vocabulary import LabelState
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.rounds.first_figures import not_measured
from service.rounds.predictions import Predictions, load_predictions
from service.rounds.queries.rounds import Rounds

PAGE = 2_000
DIGITS = 4
ITEM: Columns = {"id": Kind.WHOLE, "external_id": Kind.WORD, "text": Kind.WORD}
PREDICTED: Columns = {
    "probability": Kind.NUMBER,
    "entropy": Kind.NUMBER,
    "round": Kind.WHOLE,
    "withheld": Kind.YES_OR_NO,
}
OF_ONE_CLASS: Columns = {
    **ITEM,
    "class": Kind.WORD,
    **PREDICTED,
    "label": Kind.WORD,
    "machine_label": Kind.WORD,
}
"""`label` is what people said, `machine_label` what a certificate gave."""
OF_SETS: Columns = {
    **ITEM,
    "classes": Kind.WORDS,
    "probabilities": Kind.NUMBERS,
    **PREDICTED,
    "label": Kind.WORDS,
}
"""`probabilities` are those of the `classes`, `probability` how often all of them and no other are
the item's."""


@dataclass(frozen=True)
class _Asked:
    project_id: int
    user_id: int
    kind: AnswerKind
    unblinded: bool
    round: int
    predicted: Predictions


def export_predictions(
    app: App, project_id: int, user_id: int, format_name: str, *, unblinded: bool = False
) -> Export:
    """In a format of `EXPORT_FORMATS`. Conflict, with its reason, before a round is measured.

    Of unlabelled items that may become audits it says nothing, as lists of items don't. With
    `unblinded` it does, and whoever asked isn't asked about them as audits any more.
    """
    with app.read() as uow:
        uow[Projects].require(project_id, Feature.PREDICTIONS)
        project = uow[Projects].get(project_id)
        measured = uow[Rounds].last_measured(project_id)
        lacking = not_measured(uow, project_id) if measured is None else reason(ReasonCode.NO_MODEL)
    predicted = load_predictions(app, measured)
    if measured is None or predicted is None:
        raise Conflict(lacking.detail, reason=asdict(lacking))
    form = EXPORT_FORMATS.find(format_name)
    kind, number = answer_kind(project.answer_kind), measured.number
    request = _Asked(project_id, user_id, kind, unblinded, number, predicted)
    columns = OF_ONE_CLASS if predicted.named is None else OF_SETS
    table = Table("Predictions", columns, _pages(app, request, columns))
    return Export(project.name, form.content_type, form.write(table))


def _pages(app: App, request: _Asked, columns: Columns) -> Iterator[TablePage]:
    """Each in a read of its own: a long download holds nothing back."""
    after = BEFORE_ALL
    while True:
        with app.read() as uow:
            items = uow[Exports].pool(request.project_id, after=after, limit=PAGE)
            spoilt = _spoilt(uow, request, items)
            rows = _rows(uow, request, items, set() if request.unblinded else spoilt)
        if not items:
            return
        if request.unblinded and spoilt:
            with app.write() as uow:
                uow[Blindness].note(request.user_id, [*spoilt])
        after = items[-1].ordinal
        yield page_of(columns, [item.id for item in items], rows)


def _spoilt(uow: UnitOfWork, request: _Asked, items: list[PooledItem]) -> set[int]:
    """Ids of those that may become audits yet, and of which something is predicted."""
    is_open = [
        item.id
        for item in items
        if not (item.asked and item.state is LabelState.SETTLED)
        and request.predicted.answer(item.ordinal) is not None
    ]
    return uow[Blindness].thoughts_hidden(uow[Projects].get(request.project_id), is_open)


def _rows(
    uow: UnitOfWork, request: _Asked, items: list[PooledItem], withheld: set[int]
) -> list[dict[str, Any]]:
    names = uow[Classes].all_names(request.project_id)
    external = uow[Items].external_ids([item.id for item in items])
    return [
        {
            "id": item.id,
            "external_id": external.get(item.id),
            "text": item.text,
            **({} if item.id in withheld else _predicted(request, item, names)),
            "round": request.round,
            "withheld": item.id in withheld,
            "label": _label(request.kind, item, names),
        }
        for item in items
    ]


def _label(kind: AnswerKind, item: PooledItem, names: Mapping[int, str]) -> Any:
    named = None if item.answer is None else kind.decode(json.loads(item.answer), names)
    return None if named is None else kind.exported(named)


def _predicted(request: _Asked, item: PooledItem, names: Mapping[int, str]) -> dict[str, Any]:
    predicted, ordinal = request.predicted, item.ordinal
    machine = {} if item.machine_class is None else {"machine_label": names[item.machine_class]}
    answer = predicted.answer(ordinal)
    if answer is None:
        return machine
    about = {
        **machine,
        "probability": _number(predicted.probability[ordinal]),
        "entropy": _number(predicted.entropy[ordinal]),
    }
    if predicted.named is None:
        return {**about, "class": names[answer[0]]}
    probabilities = [_number(p) for p in predicted.named.probabilities_of(ordinal)]
    return {**about, "classes": [names[c] for c in answer], "probabilities": probabilities}


def _number(value: Any) -> float | None:
    return None if isnan(value) else round(float(value), DIGITS)
