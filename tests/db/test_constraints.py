"""What the database itself refuses, whatever the code above it does."""

from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from service.app import App
from service.kit.vocabulary import AssignmentState, ImportState, ItemRole, JobState
from service.pool.queries.items import Items
from service.pool.tables.classes import LabelClass
from service.pool.tables.items import Import, Item, ItemSource
from service.pool.tables.people import Member
from service.projects.queries import Sweeping
from tests.db import rows

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

NEW_IDS = count(99)


class Place:
    """A project with two people and two items."""

    def __init__(self, app: App) -> None:
        self.app = app
        with app.write() as uow:
            self.ann, self.ben = rows.user(uow), rows.user(uow, "ben")
            self.project = rows.project(uow)
            self.item, self.other = rows.items(uow, self.project, 2)

    def store(self, *made: SQLModel) -> None:
        with self.app.write() as uow:
            for row in made:
                uow[Items].add(row)

    def lease(self, user_id: int, **fields: object) -> SQLModel:
        return rows.assignment(self.project, self.item, user_id, **fields)


@pytest.fixture
def place(app: App) -> Place:
    return Place(app)


@pytest.mark.parametrize("first", [AssignmentState.LEASED, AssignmentState.ANSWERED])
def test_a_slot_of_an_item_is_held_by_one(place: Place, first: AssignmentState) -> None:
    place.store(place.lease(place.ann, state=first))
    with pytest.raises(IntegrityError):
        place.store(place.lease(place.ben))
    place.store(place.lease(place.ben, slot=1))


@pytest.mark.parametrize(
    "ended", [AssignmentState.EXPIRED, AssignmentState.RELEASED, AssignmentState.SKIPPED]
)
def test_an_ended_assignment_frees_its_slot(place: Place, ended: AssignmentState) -> None:
    place.store(place.lease(place.ann, state=ended), place.lease(place.ben))


@pytest.mark.parametrize(
    "first", [AssignmentState.LEASED, AssignmentState.ANSWERED, AssignmentState.SKIPPED]
)
def test_one_person_has_an_item_once(place: Place, first: AssignmentState) -> None:
    place.store(place.lease(place.ann, state=first))
    with pytest.raises(IntegrityError):
        place.store(place.lease(place.ann, slot=1))


def test_whose_lease_ended_may_get_the_item_again(place: Place) -> None:
    for state in (AssignmentState.EXPIRED, AssignmentState.RELEASED, AssignmentState.LEASED):
        place.store(place.lease(place.ann, state=state))


def test_one_live_annotation_per_item_and_person(place: Place) -> None:
    def answer(user_id: int, **fields: object) -> SQLModel:
        return rows.annotation(place.project, place.item, user_id, **fields)

    place.store(answer(place.ann), answer(place.ann, live=False), answer(place.ben))
    with pytest.raises(IntegrityError):
        place.store(answer(place.ann))


def test_one_running_job_per_mutex(place: Place) -> None:
    def job(**fields: object) -> SQLModel:
        return rows.job(place.project, mutex="m", **fields)

    place.store(job(state=JobState.RUNNING), job(), job(), job(state=JobState.DONE))
    with pytest.raises(IntegrityError):
        place.store(job(state=JobState.RUNNING))


def test_a_dedupe_key_counts_while_queued(place: Place) -> None:
    def job(**fields: object) -> SQLModel:
        return rows.job(place.project, dedupe_key="k", **fields)

    place.store(job(state=JobState.RUNNING), job(state=JobState.FAILED), job())
    with pytest.raises(IntegrityError):
        place.store(job())


def _item(place: Place, **fields: object) -> SQLModel:
    with place.app.read() as uow:
        known = uow[Items].get(place.project, place.item).model_dump()
    return Item(**{**known, "id": next(NEW_IDS), "ordinal": 99, "content_hash": b"new", **fields})


def _import(place: Place, **fields: object) -> SQLModel:
    made = {
        "key": "k",
        "content_type": "text/csv",
        "blob": "",
        "body_hash": "",
        "size": 0,
        **fields,
    }
    return Import(project_id=place.project, **made)


TWICE: list[tuple[str, Callable[[Place], SQLModel], Callable[[Place], SQLModel]]] = [
    ("ordinal", _item, lambda p: _item(p, content_hash=b"x")),
    ("content", _item, lambda p: _item(p, ordinal=100)),
    ("import key", _import, _import),
    (
        "class name",
        lambda p: LabelClass(project_id=p.project, position=0, name="a"),
        lambda p: LabelClass(project_id=p.project, position=1, name="a"),
    ),
    (
        "member",
        lambda p: Member(project_id=p.project, user_id=p.ann),
        lambda p: Member(project_id=p.project, user_id=p.ann),
    ),
]


@pytest.mark.parametrize(("_what", "one", "again"), TWICE, ids=[case[0] for case in TWICE])
def test_what_can_be_there_only_once(
    place: Place,
    _what: str,
    one: Callable[[Place], SQLModel],
    again: Callable[[Place], SQLModel],
) -> None:
    place.store(one(place))
    with pytest.raises(IntegrityError):
        place.store(again(place))


def test_the_same_text_may_be_in_pool_and_evaluation_set(place: Place) -> None:
    place.store(_item(place), _item(place, ordinal=100, role=ItemRole.EVALUATION))


def test_a_failed_import_can_be_sent_again(place: Place) -> None:
    place.store(_import(place, state=ImportState.FAILED), _import(place))


def test_nothing_refers_to_what_is_not_there(place: Place) -> None:
    with pytest.raises(IntegrityError):
        place.store(rows.assignment(place.project, 10_000, place.ann))


def test_items_and_their_rows_go_with_the_project(place: Place) -> None:
    """Though each refers to one other row only."""
    with place.app.write() as uow:
        import_id = uow[Items].get(place.project, place.item).import_id
        for line, item in enumerate((place.item, place.other)):
            uow[Items].add(ItemSource(item_id=item, import_id=import_id, line=line))
    with place.app.write() as uow:
        uow[Sweeping].delete_project(place.project)
    with place.app.read() as uow:
        for model in (Import, Item, ItemSource):
            assert uow.session.exec(select(model)).all() == []
