"""What the released model says of texts that somebody sends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from service.answers import Feature
from service.app import App
from service.core.acquisition.audit import audit_keys
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import ImportRows
from service.jobs.questions.kinds.predict import PREDICT
from service.kit.errors import Invalid
from service.kit.vocabulary import ItemRole
from service.labelling.shown_columns import cut
from service.model.predicting.shapes import (
    MOST_EXPLAINED,
    LikelyClass,
    NearestItem,
    TextPredictions,
    TextsToPredict,
)
from service.pool.content_hash import content_hash
from service.pool.needs import project_needs
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects, Views
from service.rounds.queries.rounds import Rounds
from service.rounds.views_read import recorded

LONGEST_EXCERPT = 300
"""Characters of a labelled item that speaks for a class."""


def predict_texts(
    app: App, project_id: int, user_id: int, wanted: TextsToPredict
) -> TextPredictions:
    """`NotAnswered`, with the reason, where no worker lives or no round is measured yet."""
    if wanted.nearest and len(wanted.texts) > MOST_EXPLAINED:
        raise Invalid(
            f"Nearest items are given for {MOST_EXPLAINED} texts at most: send fewer, or 0 here.",
            field="nearest",
        )
    with app.read() as uow:
        project_needs(uow, project_id, Feature.PREDICTIONS)
        encoder = _encoder(uow, project_id)
        items = _in_pool(uow, project_id, wanted.texts)
    content = {"project_id": project_id, "wanted": wanted.model_dump()}
    reply = app.asking.ask(PREDICT.question(content, encoder))
    if items:
        with app.write() as uow:
            uow[Blindness].note(user_id, items)
    nearest: Sequence[Sequence[Sequence[tuple[int, float]]]] = reply.get("nearest", [])
    with app.read() as uow:
        names = uow[Classes].all_names(project_id)
        speakers = _speakers(uow, project_id, nearest)
    of_texts = zip(reply["classes"], reply["probabilities"], reply["named"], strict=True)
    rows = [
        [
            LikelyClass(names[c], p, place < named, [])
            for place, (c, p) in enumerate(zip(classes, likely, strict=True))
        ]
        for classes, likely, named in of_texts
    ]
    for row, near in zip(rows, nearest, strict=False):
        for place, of_class in enumerate(near[: len(row)]):
            spoken = [replace(speakers[o], similarity=s) for o, s in of_class if o in speakers]
            row[place] = replace(row[place], nearest=spoken)
    return TextPredictions(reply["round"], len(items), rows)


def _encoder(uow: UnitOfWork, project_id: int) -> str:
    """Of the first view that the released model reads: any worker has the lighter ones too."""
    measured = uow[Rounds].last_measured(project_id, metrics=False)
    views = uow[Views].of(project_id)
    return views[recorded(measured)[0].position if measured is not None else 0].encoder


def _in_pool(uow: UnitOfWork, project_id: int, texts: Sequence[str]) -> list[int]:
    """Ids of the items with these texts."""
    key_of = audit_keys(int(uow[Projects].get(project_id).audit_secret))
    hashes = {content_hash(text) for text in texts}
    keys = sorted(map(key_of, hashes))
    stored = uow[ImportRows].stored(project_id, ItemRole.POOL, keys)
    return [item.id for item in stored if item.content_hash in hashes]


def _speakers(
    uow: UnitOfWork, project_id: int, nearest: Iterable[Iterable[Iterable[tuple[int, float]]]]
) -> Mapping[int, NearestItem]:
    """By ordinal, those that can be seen."""
    ordinals = {ordinal for row in nearest for near in row for ordinal, _ in near}
    ids = uow[Items].ids_of_ordinals(project_id, sorted(ordinals))
    items, external = uow[Items].some(ids.values()), uow[Items].external_ids([*ids.values()])
    return {
        item.ordinal: NearestItem(
            item.id, external.get(item.id), cut(item.text, LONGEST_EXCERPT), 0.0
        )
        for item in items.values()
    }
