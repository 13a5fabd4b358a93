"""A class that is looked for: what says what it is, the items that look most like it, and looks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.hunts import draw_background, towards
from service.core.arrays import FloatArray
from service.core.targets.class_names import spoken
from service.core.vectors.matrix import furthest, products
from service.db.unit_of_work import UnitOfWork
from service.find.queries.hunts import Hunts
from service.find.questions import HUNT
from service.find.search_by_meaning import SearchedPool, open_pool
from service.find.shapes.hunts import (
    MOST_MARKS,
    Hunt,
    HuntCandidate,
    HuntCandidates,
    NewLook,
    NextCandidates,
)
from service.find.tables import HuntLook
from service.jobs.questions import Content
from service.kit.errors import Conflict, NotFound
from service.kit.reasons import Reason
from service.kit.vocabulary import Source
from service.labelling.decide_items import decide_items, undo_decisions
from service.labelling.queries.decisions import Decisions
from service.labelling.shapes import shown_columns
from service.pool.queries.blindness import Blindness
from service.pool.queries.class_evidence import ClassEvidence
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.ports import Tools
from service.projects.class_examples import hunted_class
from service.rounds.queries.figures import FigureRows
from service.vectors.fitted_encoder import encode_texts
from service.vectors.load_vectors import searched_view


def show_hunt(uow: UnitOfWork, project_id: int, class_id: int) -> Hunt:
    hunted_class(uow, project_id, class_id)
    marks = [look.found for look in uow[ClassEvidence].looks(class_id)]
    latest = uow[FigureRows].latest(project_id)
    of_it = None if latest is None else latest.measured.of_class(class_id)
    return Hunt(
        found=sum(marks),
        looked=len(marks),
        marks=marks[-MOST_MARKS:],
        audits=latest.figure.audit_labels if latest else 0,
        audits_of_it=of_it.total if of_it else 0,
        share_high=None if of_it is None else of_it.share_high,
    )


@dataclass(frozen=True)
class Candidates:
    """Asked: the next items to look at for a class."""

    project_id: int
    class_id: int
    limit: int
    passed_over: Sequence[int] = ()
    """Ids of items that whoever looks has before them already."""
    like: Sequence[int] = ()
    """Ids of items that look as if they were of the class."""


@dataclass(frozen=True)
class Known:
    """What is known of a class, as texts and as ordinals."""

    texts: list[str]
    """What it is called, then its examples."""
    found: list[int]
    missed: list[int]
    """Looked at, and not of the class."""


def rank_candidates(app: App, tools: Tools, content: Content) -> Content | Reason:
    """Their ordinals, best first. Labelled items are none, nor those that were looked at."""
    request = Candidates(**content)
    with app.read() as uow:
        pool = open_pool(app, uow, request.project_id)
        if isinstance(pool, Reason):
            return pool
        evidence = _known(uow, request)
        shown = [item.ordinal for item in uow[Items].some(request.passed_over).values()]
        for ordinals in (evidence.missed, shown, uow[Hunts].labelled(request.project_id)):
            pool.forbid(ordinals)
    direction = _direction(app, tools, pool, evidence)
    if isinstance(direction, Reason):
        return direction
    scores = products(pool.vectors, direction, app.settings.worker_threads)
    return {"ordinals": furthest(scores, pool.allowed, request.limit).tolist()}


def _known(uow: UnitOfWork, request: Candidates) -> Known:
    named = hunted_class(uow, request.project_id, request.class_id)
    looks = uow[ClassEvidence].looks(named.id)
    labelled = uow[ClassEvidence].labelled_as(uow[Classes].family(request.project_id, named.id))
    hits = dict.fromkeys([*(look.ordinal for look in looks if look.found), *labelled])
    missed = {look.ordinal for look in looks if look.ordinal not in hits}
    like = uow[Items].in_pool(request.project_id, request.like)
    return Known(
        texts=[spoken(named.name, named.description), *uow[ClassEvidence].examples(named.id)],
        found=[*dict.fromkeys([*hits, *(i.ordinal for i in like if i.ordinal not in missed)])],
        missed=[look.ordinal for look in looks if look.ordinal not in hits],
    )


def _direction(app: App, tools: Tools, pool: SearchedPool, evidence: Known) -> FloatArray | Reason:
    texts = encode_texts(app, tools, pool.view, evidence.texts)
    if isinstance(texts, Reason):
        return texts
    hits, missed = (
        pool.vectors[np.array(each, dtype=np.int64)] for each in (evidence.found, evidence.missed)
    )
    drawn = draw_background(pool.present, pool.project.seed)
    background = pool.vectors[np.setdiff1d(drawn, [*evidence.found, *evidence.missed])]
    # A description is no text as the pool has them: it counts where there is nothing else.
    return towards(texts[1:] if len(texts) > 1 else texts, hits, missed, background)


def find_candidates(
    app: App, project_id: int, class_id: int, user_id: int, request: NextCandidates
) -> HuntCandidates:
    """Best first, as they look by the class's description, its examples and the looks so far.

    Noted as shown to this person: what they say of such an item is no audit answer. `NotAnswered`
    when no worker can say.
    """
    with app.read() as uow:
        hunted_class(uow, project_id, class_id)
        encoder = searched_view(uow, project_id).encoder
    of = (project_id, class_id, request.limit)
    question = Candidates(*of, request.passed_over, request.like)
    ordinals = app.asking.ask(HUNT.question(asdict(question), encoder))["ordinals"]
    with app.write() as uow:
        ids = uow[Items].ids_of_ordinals(project_id, ordinals)
        items = uow[Items].some(ids.values())
        uow[Blindness].note(user_id, [*items])
        names = uow[Projects].get(project_id).columns
        firsts = {row.item_id: row for row in uow[Items].firsts([*items], data=bool(names))}
        there = [(items[ids[o]], firsts[ids[o]]) for o in ordinals if ids.get(o) in firsts]
        best = [
            HuntCandidate(item.id, first.external_id, item.text, shown_columns(names, first))
            for item, first in there
        ]
    return HuntCandidates(best)


def take_look(
    uow: UnitOfWork, project_id: int, class_id: int, user_id: int, look_id: UUID, look: NewLook
) -> Hunt:
    """Keeps the look, and the label that it gives its item. The same once more changes nothing."""
    project = uow[Projects].lock(project_id)  # before looking: it may come twice at once
    hunted_class(uow, project_id, class_id)
    item = uow[Items].get(project_id, look.item_id)
    is_hit = False
    if look.answer is not None:
        kind = answer_kind(project.answer_kind)
        named = kind.class_ids(kind.parse(look.answer, uow[Classes].offered(project_id)))
        is_hit = class_id in named
    values = (class_id, item.id, user_id, is_hit)
    earlier = uow[Hunts].look(look_id)
    if (
        earlier is not None
        and (earlier.class_id, earlier.item_id, earlier.user_id, earlier.found) != values
    ):
        raise Conflict(f"The id {look_id} was used for another decision. Use a new one.")
    if earlier is not None and not earlier.live:
        raise Conflict(f"The decision {look_id} was undone. Use a new id.")
    if look.answer is not None:
        by, source = (user_id, look_id), Source.HUNT
        decided = decide_items(uow, project_id, *by, [item.id], look.answer, source)
        if decided.withheld:
            raise Conflict(f"Item {item.id} is passed over for now. Look at one of the candidates.")
    if earlier is None:
        uow[Hunts].add_look(
            HuntLook(
                batch=look_id,
                class_id=class_id,
                item_id=item.id,
                user_id=user_id,
                found=is_hit,
                looked_at=uow.now,
            )
        )
    return show_hunt(uow, project_id, class_id)


def undo_look(uow: UnitOfWork, project_id: int, class_id: int, user_id: int, look_id: UUID) -> Hunt:
    """Takes a look of one's own back, with the label that it gave; once more changes nothing."""
    uow[Projects].lock(project_id)
    hunted_class(uow, project_id, class_id)
    look = uow[Hunts].look(look_id)
    if look is None or (look.class_id, look.user_id) != (class_id, user_id):
        raise NotFound(f"You made no decision {look_id} for the class {class_id}.")
    look.live = False
    if uow[Decisions].of_batch(look_id):
        undo_decisions(uow, project_id, user_id, look_id)
    return show_hunt(uow, project_id, class_id)
