"""What the released model says of texts that somebody sends."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from service.answers import Feature
from service.core.acquisition.audit import audit_keys
from service.core.content_hash import content_hash
from service.loop.app import App
from service.loop.labelling.blindness import note_exposure
from service.loop.labelling.shown_columns import cut
from service.loop.needs import project_needs
from service.loop.predicting.predict_classes import Texts
from service.loop.questions.kinds.predict import PREDICT
from service.loop.rounds.views_read import recorded
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ItemRole

LONGEST_TEXT = 300
"""Characters of a labelled item that speaks for a class."""


class Speaker(NamedTuple):
    """A labelled item that speaks for a class."""

    item_id: int
    external_id: str | None
    text: str
    similarity: float
    """Cosine."""


class Likely(NamedTuple):
    label_class: str
    probability: float
    named: bool
    """Whether the text is said to have it."""
    nearest: Sequence[Speaker]


class Predicted(NamedTuple):
    round: int
    """The number of the one whose model it is."""
    exposed: int
    """Texts that are items of the project: whoever asked isn't asked check answers about them."""
    predictions: Sequence[Sequence[Likely]]
    """Of each text first the classes that it is said to have; the likeliest first of those, and of
    the others."""


def predict_texts(app: App, user_id: int, asked: Texts) -> Predicted:
    """`NotAnswered`, with the reason, where no worker lives or no round is measured yet."""
    with app.read() as uow:
        project_needs(uow, asked.project_id, Feature.PREDICTIONS)
        encoder = _encoder(uow, asked.project_id)
        items = _in_pool(uow, asked)
    found = app.asking.ask(PREDICT.question(asked.content(), encoder))
    if items:
        with app.write() as uow:
            note_exposure(uow, user_id, items)
    nearest: Sequence[Sequence[Sequence[tuple[int, float]]]] = found.get("nearest", [])
    with app.read() as uow:
        names = uow.classes.all_names(asked.project_id)
        speakers = _speakers(uow, asked.project_id, nearest)
    of_texts = zip(found["classes"], found["probabilities"], found["named"], strict=True)
    rows = [
        [
            Likely(names[c], p, place < named, [])
            for place, (c, p) in enumerate(zip(classes, likely, strict=True))
        ]
        for classes, likely, named in of_texts
    ]
    for row, near in zip(rows, nearest, strict=False):
        for place, of_class in enumerate(near[: len(row)]):
            spoken = [speakers[o]._replace(similarity=s) for o, s in of_class if o in speakers]
            row[place] = row[place]._replace(nearest=spoken)
    return Predicted(found["round"], len(items), rows)


def _encoder(uow: UnitOfWork, project_id: int) -> str:
    """Of the first view that the released model reads: any worker has the lighter ones too."""
    found = uow.rounds.last_measured(project_id, metrics=False)
    views = uow.views.of(project_id)
    return views[recorded(found)[0].position if found is not None else 0].encoder


def _in_pool(uow: UnitOfWork, asked: Texts) -> list[int]:
    """Ids of the items with these texts."""
    key_of = audit_keys(int(uow.projects.get(asked.project_id).audit_secret))
    hashes = {content_hash(text) for text in asked.texts}
    keys = sorted(map(key_of, hashes))
    stored = uow.import_rows.stored(asked.project_id, ItemRole.POOL, keys)
    return [item.id for item in stored if item.content_hash in hashes]


def _speakers(
    uow: UnitOfWork, project_id: int, nearest: Iterable[Iterable[Iterable[tuple[int, float]]]]
) -> Mapping[int, Speaker]:
    """By ordinal, those that can be seen."""
    ordinals = {ordinal for row in nearest for near in row for ordinal, _ in near}
    ids = uow.items.ids_of_ordinals(project_id, sorted(ordinals))
    items, external = uow.items.some(ids.values()), uow.items.external_ids([*ids.values()])
    return {
        item.ordinal: Speaker(item.id, external.get(item.id), cut(item.text, LONGEST_TEXT), 0.0)
        for item in items.values()
    }
