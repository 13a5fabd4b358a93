"""Items with what is known of each, as a list and one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.find.find_items import find_items
from service.find.queries.item_lists import ItemLists
from service.find.shapes.item_detail import (
    AnswerRecord,
    DecisionRecord,
    ItemDetail,
    ItemNote,
    ItemOrigin,
    SkipRecord,
)
from service.find.shapes.items import ItemFilters, ItemPaging, ItemSummary, Prediction
from service.kit.json_depth import cut_off
from service.kit.page import Page
from service.kit.vocabulary import LabelState, Source
from service.labelling.answer_names import Giving, Telling, giving, telling
from service.labelling.queries.annotations import Annotations, AnswerBy
from service.labelling.queries.decisions import Decisions, PastDecision
from service.labelling.queries.notes import Notes
from service.labelling.queries.skips import Skips
from service.labelling.shapes import Columns, cut, shown_columns
from service.people.queries.access import Access
from service.pool.queries.blindness import Blindness
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Annotation
from service.pool.tables.items import Item
from service.pool.tables.labels import Label
from service.pool.tables.projects import Project
from service.review.show_errors import standing_suspects
from service.rounds.predictions import Predictions, load_predictions
from service.rounds.queries.rounds import Rankings, Rounds

LONGEST_TEXT = 300
"""Characters of a text in a list."""


def list_items(
    app: App, uow: UnitOfWork, project_id: int, query: ItemFilters, paging: ItemPaging
) -> Page[ItemSummary]:
    """What is looked for, a page at a time; of long texts the beginning."""
    project = uow[Projects].get(project_id)
    page = find_items(app, uow, project, query, paging)
    shown = show_items(app, uow, project, page.results, longest=LONGEST_TEXT)
    return Page(shown, page.next, page.total)


def show_items(
    app: App,
    uow: UnitOfWork,
    project: Project,
    ordinals: Sequence[int],
    *,
    longest: int | None = None,
) -> list[ItemSummary]:
    """Items of these ordinals, in their order, with what is known of each."""
    rows = uow[ItemLists].rows(project.id, ordinals)
    beside = _beside(app, uow, project, rows)
    return [_item(item, label, beside, longest) for item, label in rows]


def show_item(app: App, uow: UnitOfWork, project_id: int, item_id: int) -> ItemDetail:
    """One item with the rows it came from, every answer and decision, and its notes."""
    item, project = uow[Items].get(project_id, item_id), uow[Projects].get(project_id)
    [shown] = show_items(app, uow, project, [item.ordinal])
    tell, sources = telling(uow, project_id), uow[Items].sources(item_id)
    called = uow[Imports].file_names({s.import_id for s in sources})
    skips = uow[Skips].of([item_id])[item_id]
    return ItemDetail(
        **vars(shown),
        likeliest=_likeliest(app, uow, item, shown.prediction, tell),
        sources=[
            ItemOrigin(s.line, s.import_id, called[s.import_id], s.external_id, cut_off(s.data))
            for s in sources
        ],
        history=[_given(*each, tell) for each in uow[Annotations].history(item_id)],
        decisions=[_decision(each, tell) for each in uow[Decisions].history(item_id)],
        skips=[SkipRecord(each.annotator, each.reason, each.at) for each in skips],
        notes=[
            ItemNote(name, note.kind, note.text, note.created_at)
            for note, name in uow[Notes].of_item(item_id)
        ],
    )


def _likeliest(
    app: App, uow: UnitOfWork, item: Item, prediction: Prediction | None, tell: Telling
) -> list[Prediction]:
    """Nothing where a prediction would spoil an audit."""
    if prediction is None:
        return []
    predicted = load_predictions(app, uow[Rounds].last_measured(item.project_id))
    each = [] if predicted is None else predicted.likeliest(item.ordinal)
    named = [(tell([class_id]), p) for class_id, p in each or uow[Rankings].thought_of(item.id)]
    likeliest = [Prediction(name, round(p, 4)) for name, p in named if name is not None]
    agrees = len(likeliest) > 1 and likeliest[0].label_class == prediction.label_class
    return likeliest if each or agrees else [prediction]


@dataclass(frozen=True)
class _Beside:
    """What is known of some items, by their ids."""

    tell: Telling
    give: Giving
    external: Mapping[int, str | None]
    columns: Mapping[int, Columns]
    answers: Mapping[int, list[AnswerBy]]
    open_notes: Mapping[int, int]
    names: Mapping[int, str]
    """Of people who decided."""
    suspected: set[int]
    """Ordinals."""
    predictions: Mapping[int, Prediction]


def _beside(
    app: App, uow: UnitOfWork, project: Project, rows: Sequence[tuple[Item, Label | None]]
) -> _Beside:
    ids = [item.id for item, _ in rows]
    firsts = uow[Items].firsts(ids, data=bool(project.columns))
    deciders = {label.decided_by for _, label in rows if label and label.decided_by is not None}
    labelled = {item.ordinal for item, label in rows if label is not None}
    suspects = standing_suspects(app, uow, project.id, among=labelled)
    tell = telling(uow, project.id)
    return _Beside(
        tell=tell,
        give=giving(uow, project.id),
        external={row.item_id: row.external_id for row in firsts},
        columns={row.item_id: shown_columns(project.columns, row) for row in firsts},
        answers=uow[ItemLists].answers(ids),
        open_notes=uow[ItemLists].open_notes(ids),
        names=uow[Access].names(deciders),
        suspected={suspect.ordinal for suspect, _ in suspects},
        predictions=_predictions(app, uow, project, rows, tell),
    )


def _predictions(
    app: App,
    uow: UnitOfWork,
    project: Project,
    rows: Sequence[tuple[Item, Label | None]],
    tell: Telling,
) -> dict[int, Prediction]:
    """What is predicted of those items that may show it."""
    predicted = load_predictions(app, uow[Rounds].last_measured(project.id))
    if predicted is None:
        return {}
    open_to_audits = [item.id for item, label in rows if not _is_answered(label)]
    spoilt = uow[Blindness].thoughts_hidden(project, open_to_audits)
    predictions = {item.id: _prediction(predicted, item, tell) for item, _ in rows}
    return {
        item_id: each
        for item_id, each in predictions.items()
        if each is not None and item_id not in spoilt
    }


def _is_answered(label: Label | None) -> bool:
    """By people who were asked, to the end: nothing is spoilt any more."""
    return label is not None and label.asked and label.state is LabelState.SETTLED


def _prediction(predicted: Predictions, item: Item, tell: Telling) -> Prediction | None:
    answer = predicted.answer(item.ordinal)
    name = None if answer is None else tell(answer)
    if name is None:  # as of texts that came since
        return None
    return Prediction(name, round(float(predicted.probability[item.ordinal]), 4))


def _item(item: Item, label: Label | None, beside: _Beside, longest: int | None) -> ItemSummary:
    answers = beside.answers[item.id]
    return ItemSummary(
        id=item.id,
        external_id=beside.external.get(item.id),
        text=item.text if longest is None else cut(item.text, longest),
        label=None if label is None else beside.tell(label.answer),
        given=None if label is None else beside.give(label.answer),
        label_source=None if label is None else label.decided_as or _source(answers),
        state=None if label is None else label.state,
        confidence=None if label is None else label.confidence,
        annotators=[each.annotator for each in answers if not each.from_file],
        decided_by=None if label is None else beside.names.get(label.decided_by or 0),
        labelled_at=None if label is None else label.labelled_at,
        prediction=beside.predictions.get(item.id),
        suspected=item.ordinal in beside.suspected,
        open_notes=beside.open_notes.get(item.id, 0),
        columns=beside.columns.get(item.id, {}),
    )


def _source(answers: Sequence[AnswerBy]) -> Source | None:
    """Why the item was offered to the first who was asked."""
    return next((each.source for each in answers if not each.unasked), None)


def _given(
    annotation: Annotation, annotator: str, source: Source | None, tell: Telling
) -> AnswerRecord:
    return AnswerRecord(
        id=annotation.id,
        annotator=annotator,
        label=tell(annotation.answer),
        source=source,
        live=annotation.live,
        late=annotation.late,
        unasked=annotation.unasked,
        received_at=annotation.received_at,
        retracted_at=annotation.retracted_at,
        set_aside_at=annotation.set_aside_at,
    )


def _decision(decision: PastDecision, tell: Telling) -> DecisionRecord:
    return DecisionRecord(
        batch=decision.batch,
        decided_by=decision.decided_by,
        label=tell(decision.answer),
        source=decision.source,
        live=decision.live,
        created_at=decision.created_at,
        undone_at=decision.undone_at,
    )
