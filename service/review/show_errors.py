"""Labels that look wrong: what the last measured round's heads contradict, and still stands."""

from collections.abc import Collection

from service.answers import Feature, answer_kind
from service.answers.answer import Answer
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.page import Paging
from service.kit.vocabulary import Source
from service.labelling.answer_names import Telling, telling
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.items import Item
from service.pool.tables.labels import Label
from service.review.queries import Reviews
from service.review.shapes import SuspectedError, SuspectedErrors
from service.rounds.queries.rounds import Rounds
from service.rounds.suspects import Suspect, load_suspects


def show_errors(app: App, uow: UnitOfWork, project_id: int, paging: Paging) -> SuspectedErrors:
    """The likeliest wrong first; a page's key is the place in that order."""
    uow[Projects].require(project_id, Feature.SUSPECTED_ERRORS)
    standing = standing_suspects(app, uow, project_id)
    placed = [(place, *row) for place, row in enumerate(standing)]
    page = paging.cut(placed, lambda row: row[0])
    items = uow[Items].some(label.item_id for _, _, label in page.results)
    tell, total = telling(uow, project_id), len(standing)
    shown = page.shown(lambda row: _error(row[1], row[2], items[row[2].item_id], tell))
    expected = sum(suspect.wrong for suspect, _ in standing)
    return SuspectedErrors(shown.results, shown.next, total, expected)


def standing_suspects(
    app: App, uow: UnitOfWork, project_id: int, *, among: Collection[int] | None = None
) -> list[tuple[Suspect, Label]]:
    """With the labels that they suspect, which are still the same and which nobody has reviewed.

    One that was kept comes back when its label has changed, and looks wrong again. `among`: those
    of these ordinals.
    """
    suspects = load_suspects(app, uow[Rounds].last_measured(project_id))
    standing = [each for each in suspects if among is None or each.ordinal in among]
    labels = uow[Reviews].labels_at(project_id, [suspect.ordinal for suspect in standing])
    kind, merged = (
        answer_kind(uow[Projects].get(project_id).answer_kind),
        uow[Classes].merged(project_id),
    )
    offered = uow[Classes].names(project_id)

    def meant(class_id: int) -> int:
        return merged.get(class_id, class_id)

    return [
        (suspect, label)
        for suspect in standing
        if (label := labels.get(suspect.ordinal)) is not None
        and label.decided_as is not Source.REVIEW
        and [*kind.class_ids(kind.meant(label.answer, merged))] == [meant(suspect.class_id)]
        and meant(suspect.predicted) != meant(suspect.class_id)
        and meant(suspect.predicted) in offered
    ]


def _error(suspect: Suspect, label: Label, item: Item, tell: Telling) -> SuspectedError:
    predicted: Answer = [suspect.predicted]
    return SuspectedError(
        item_id=item.id,
        text=item.text,
        label=tell(label.answer),
        label_probability=suspect.own,
        predicted=tell(predicted),
        predicted_probability=suspect.probability,
        wrong=suspect.wrong,
    )
