"""Who may call a route, and in which transaction: the words for it in a handler's signature.

Each gives who asks and a unit of work, within a project their role there too. Those that end in
`Waiting` or `Asking` give no transaction.
"""

from asyncio import wrap_future
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from service.app import App
from service.jobs.show_jobs import AtJob, at_job
from service.kit.errors import Forbidden
from service.kit.vocabulary import Role
from service.people.admit import (
    Admitted,
    AdmittedInProject,
    Anyone,
    InProject,
    SignedIn,
    anyone_reading,
    anyone_writing,
    as_adjudicator,
    in_project,
    reading,
    writing,
)
from service.people.identify import Credentials, Work, as_member
from service.people.permissions import (
    Principal,
    may_change_accounts,
    may_change_name,
    may_create_projects,
    may_see_sessions,
)
from service.web.dependencies import Id, app_of, known_of, sent_by
from service.web.signature import Unopened, WhoMay

T = TypeVar("T")
W = TypeVar("W")


class _Anyone(WhoMay):
    needs_caller = False

    def __init__(self, opens: Callable[[App], AbstractContextManager[Anyone]]) -> None:
        self._opens = opens

    async def __call__(self, request: Request) -> Unopened[Anyone]:
        app = app_of(request)
        return Unopened(lambda: self._opens(app))


class _AnyoneWaiting(WhoMay):
    needs_caller, is_opened = False, False

    async def __call__(self, request: Request) -> App:
        return app_of(request)


Begins = Callable[[Request], AbstractContextManager[SignedIn]]


def _reads(request: Request) -> AbstractContextManager[SignedIn]:
    return reading(app_of(request), sent_by(request), known_of(request))


def _writes(request: Request) -> AbstractContextManager[SignedIn]:
    person = known_of(request)
    assert person is not None, "the door has looked"
    return writing(app_of(request), person)


class _KnownPerson(WhoMay):
    """Readers are looked up in their transaction, writers before: nobody unknown takes the lock."""

    def __init__(self, begins: Begins) -> None:
        self._begins = begins
        self.is_known_first = begins is _writes

    def _admits(self, request: Request, admitted: Callable[[SignedIn], W]) -> Unopened[W]:
        @contextmanager
        def opened() -> Iterator[W]:
            with self._begins(request) as person:
                yield admitted(person)

        return Unopened(opened)


class _SignedIn(_KnownPerson):
    """Whoever may by their account, whatever they are a member of."""

    def __init__(
        self, begins: Begins, may: Callable[[Principal], bool] | None = None, otherwise: str = ""
    ) -> None:
        super().__init__(begins)
        self._may, self._otherwise = may, otherwise

    async def __call__(self, request: Request) -> Unopened[SignedIn]:
        return self._admits(request, self._looked_at)

    def _looked_at(self, person: SignedIn) -> SignedIn:
        if self._may is not None and not self._may(person.caller):
            raise Forbidden(self._otherwise)
        return person


class _SignedInWaiting(WhoMay):
    is_known_first, is_opened = True, False

    async def __call__(self, request: Request) -> Admitted:
        person = known_of(request)
        assert person is not None, "the door has looked"
        return Admitted(app_of(request), person)


class _WithRole(_KnownPerson):
    def __init__(self, begins: Begins, needed: Role) -> None:
        super().__init__(begins)
        self._needed = needed


class _InProject(_WithRole):
    """Whoever has at least this role in the project; who writes, in one that isn't archived."""

    def __init__(self, begins: Begins, needed: Role, *, archived_too: bool = False) -> None:
        super().__init__(begins, needed)
        self._changes = begins is _writes and not archived_too

    async def __call__(self, request: Request, project_id: Id) -> Unopened[InProject]:
        return self._admits(
            request,
            lambda person: in_project(person, project_id, self._needed, changes=self._changes),
        )


class _Adjudicator(_KnownPerson):
    """Whoever decides in the project where others' answers differ."""

    async def __call__(self, request: Request, project_id: Id) -> Unopened[InProject]:
        changes = self.is_known_first
        return self._admits(
            request, lambda person: as_adjudicator(person, project_id, changes=changes)
        )


class _AtJob(_WithRole):
    """The same, for the project of a job."""

    async def __call__(self, request: Request, job_id: Id) -> Unopened[AtJob]:
        return self._admits(
            request,
            lambda person: at_job(person, job_id, self._needed, changes=self.is_known_first),
        )


class _InProjectWaiting(WhoMay):
    """Looked at before a streamed body is: a transaction that has ended when the handler begins."""

    is_opened = False

    def __init__(self, needed: Role) -> None:
        self._needed = needed

    async def __call__(self, request: Request, project_id: Id) -> AdmittedInProject:
        return await run_in_threadpool(self._looked, request, project_id)

    def _looked(self, request: Request, project_id: int) -> AdmittedInProject:
        with _reads(request) as person:
            there = in_project(person, project_id, self._needed)
        return AdmittedInProject(there.app, there.caller, project_id)


class _InProjectAsking(_WithRole):
    """Looked at once all that was sent is well-formed, in a transaction of its own likewise."""

    def __init__(self, needed: Role, *, changes: bool = False) -> None:
        super().__init__(_reads, needed)
        self._changes = changes

    async def __call__(self, request: Request, project_id: Id) -> Unopened[AdmittedInProject]:
        @contextmanager
        def opened() -> Iterator[AdmittedInProject]:
            with self._begins(request) as person:
                there = in_project(person, project_id, self._needed, changes=self._changes)
            yield AdmittedInProject(there.app, there.caller, project_id)

        return Unopened(opened)


class AtWork:
    """Somebody who labels in a project. Their requests are short and come often.

    They run in no thread of their own; on SQLite those that wait share a commit.
    """

    def __init__(self, app: App, sent: Credentials, project_id: int) -> None:
        self._app, self._sent, self.project_id = app, sent, project_id

    async def does(self, work: Work[T]) -> T:
        """What `work` returns for a unit of work and the caller, once it is stored.

        Who it is, and whether they are a member, is asked in the same transaction.
        """
        return await wrap_future(as_member(self._app, self._sent, self.project_id, work))


class _Labeller(WhoMay):
    is_opened = False

    async def __call__(self, request: Request, project_id: Id) -> AtWork:
        return AtWork(app_of(request), sent_by(request), project_id)


NOT_PROJECTS = "Opening a project needs the role engineer."
NOT_ACCOUNTS = "Only an administrator changes accounts, or makes tokens for other people."
NOT_SESSIONS = "A token for labelling neither sees nor ends where its owner is signed in."
NOT_NAMES = "A token for labelling doesn't change what its owner is called."

# Anybody, known or not.
AnyoneReader = Annotated[Anyone, Depends(_Anyone(anyone_reading))]
AnyoneWriter = Annotated[Anyone, Depends(_Anyone(anyone_writing))]
# Whoever is signed in; with sessions and names, by more than a token for labelling.
SignedInReader = Annotated[SignedIn, Depends(_SignedIn(_reads))]
SignedInWriter = Annotated[SignedIn, Depends(_SignedIn(_writes))]
SessionsReader = Annotated[SignedIn, Depends(_SignedIn(_reads, may_see_sessions, NOT_SESSIONS))]
SessionsWriter = Annotated[SignedIn, Depends(_SignedIn(_writes, may_see_sessions, NOT_SESSIONS))]
NameWriter = Annotated[SignedIn, Depends(_SignedIn(_writes, may_change_name, NOT_NAMES))]
ProjectOpener = Annotated[SignedIn, Depends(_SignedIn(_writes, may_create_projects, NOT_PROJECTS))]
AdminWriter = Annotated[SignedIn, Depends(_SignedIn(_writes, may_change_accounts, NOT_ACCOUNTS))]
# Any member of the project.
ProjectReader = Annotated[InProject, Depends(_InProject(_reads, Role.ANNOTATOR))]
ProjectWriter = Annotated[InProject, Depends(_InProject(_writes, Role.ANNOTATOR))]
Labeller = Annotated[AtWork, Depends(_Labeller())]
JobReader = Annotated[AtJob, Depends(_AtJob(_reads, Role.ANNOTATOR))]
# An engineer of the project, or a member who is named for it.
AdjudicatorReader = Annotated[InProject, Depends(_Adjudicator(_reads))]
AdjudicatorWriter = Annotated[InProject, Depends(_Adjudicator(_writes))]
# An engineer of the project.
EngineerReader = Annotated[InProject, Depends(_InProject(_reads, Role.ENGINEER))]
EngineerWriter = Annotated[InProject, Depends(_InProject(_writes, Role.ENGINEER))]
ArchiveWriter = Annotated[InProject, Depends(_InProject(_writes, Role.ENGINEER, archived_too=True))]
JobWriter = Annotated[AtJob, Depends(_AtJob(_writes, Role.ENGINEER))]
# No transaction is given: what waits, streams or takes its time opens what it needs.
AnyoneWaiting = Annotated[App, Depends(_AnyoneWaiting())]
SignedInWaiting = Annotated[Admitted, Depends(_SignedInWaiting())]
EngineerAsking = Annotated[AdmittedInProject, Depends(_InProjectAsking(Role.ENGINEER))]
EngineerChanging = Annotated[
    AdmittedInProject, Depends(_InProjectAsking(Role.ENGINEER, changes=True))
]
EngineerWaiting = Annotated[AdmittedInProject, Depends(_InProjectWaiting(Role.ENGINEER))]
