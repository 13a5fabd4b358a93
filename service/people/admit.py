"""Lets people in: who asks, what they may do where, and the transaction in which they do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Forbidden
from service.kit.vocabulary import Role
from service.people.identify import Credentials, identify, note_use
from service.people.permissions import Principal, may_adjudicate, require


@dataclass(frozen=True)
class Anyone:
    """Whoever asks, known or not, in a transaction."""

    app: App
    uow: UnitOfWork


@dataclass(frozen=True)
class SignedIn(Anyone):
    """Somebody who is known."""

    caller: Principal


@dataclass(frozen=True)
class InProject(SignedIn):
    """Somebody who may do what is asked in a project."""

    project_id: int
    role: Role


@dataclass(frozen=True)
class Admitted:
    """Somebody who is known, and no transaction: what they do opens what it needs."""

    app: App
    caller: Principal


@dataclass(frozen=True)
class AdmittedInProject(Admitted):
    """The same, in a project."""

    project_id: int


@contextmanager
def anyone_reading(app: App) -> Iterator[Anyone]:
    with app.read() as uow:
        yield Anyone(app, uow)


@contextmanager
def anyone_writing(app: App) -> Iterator[Anyone]:
    with app.write() as uow:
        yield Anyone(app, uow)


def recognised(app: App, sent: Credentials) -> Principal:
    """Who asks, looked up in a transaction of its own; `Unauthorized` when nobody."""
    with reading(app, sent) as person:
        return person.caller


@contextmanager
def reading(app: App, sent: Credentials, person: Principal | None = None) -> Iterator[SignedIn]:
    """Who asks is looked up in the same transaction, unless that is known."""
    is_stale = False
    try:
        with app.read() as uow:
            if person is None:
                person, is_stale = identify(app, uow, sent)
            yield SignedIn(app, uow, person)
    finally:
        if is_stale:
            with app.write() as uow:
                note_use(uow, sent)


@contextmanager
def writing(app: App, person: Principal) -> Iterator[SignedIn]:
    """For who is known: nobody else makes those wait who write."""
    with app.write() as uow:
        yield SignedIn(app, uow, person)


def in_project(
    person: SignedIn, project_id: int, needed: Role, *, changes: bool = False
) -> InProject:
    """Within a project; `changes`: it may not be archived."""
    role = require(person.uow, person.caller, project_id, needed, changes=changes)
    return InProject(person.app, person.uow, person.caller, project_id, role)


def as_adjudicator(person: SignedIn, project_id: int, *, changes: bool = False) -> InProject:
    """Whoever decides in the project where others' answers differ."""
    there = in_project(person, project_id, Role.ANNOTATOR, changes=changes)
    if not may_adjudicate(person.uow, person.caller.id, project_id, there.role):
        raise Forbidden("Only an engineer, or who is named for it, decides where answers differ.")
    return there
