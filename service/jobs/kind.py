"""A kind of background job: one row, which workers, relay, API and page read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pkgutil import resolve_name
from typing import Any

from service.db.unit_of_work import UnitOfWork
from service.jobs.tables import Job
from service.kit.fields import ALL_REQUIRED, Hidden
from service.kit.registry import Registry
from service.kit.vocabulary import Role
from service.people.permissions import at_least

CleanUp = Callable[[UnitOfWork, Job, str], None]
"""Called in the transaction that ends a job without its being done, with the reason."""


class Urgency(Enum):
    """Whether people wait for a kind of work."""

    AWAITED = "awaited"
    """Somebody has asked for it, and looks at how far it is."""
    USUAL = "usual"
    PATIENT = "patient"
    """Nobody: it stands still while something awaited is done in the same worker."""


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of background work, with the words in which people see it."""

    __pydantic_config__ = ALL_REQUIRED
    name: str
    title: str
    """What people are told it does."""
    when_ended: str
    """What people are told comes of it when it is ended early."""
    handler: Hidden[str]
    """It and `clean_up` are named, `module:function`, and imported when first called: asking for a
    job loads nothing of what does it, and what rooms do stays in their rooms."""
    clean_up: Hidden[str | None] = None
    priority: Hidden[int] = 5
    """Lower goes first."""
    niceness: Hidden[int] = 0
    """Of the thread that does it: least where a person waits, for a ranking or what they asked for,
    most where nobody does. Each kind has threads of its own, so that this divides the cores."""
    urgency: Hidden[Urgency] = Urgency.USUAL
    on_gpu: Hidden[bool] = False
    """Done in the lane `gpu` while a worker of it lives."""
    takes_encoder: Hidden[bool] = False
    """Done in the process that has the encoders."""
    one_at_a_time: Hidden[bool] = False
    """In a worker, however many jobs of other kinds it does at once: it would take the machine."""
    side_by_side: Hidden[int] = 1
    """So many are begun at once in a worker, of different projects, and work by turns: one that
    waits for its turn keeps what it has read."""
    excludes: Hidden[str | None] = None
    """Of a project's jobs whose kinds share this word one runs at a time, in order."""
    waits_once: Hidden[bool] = False
    """At most one of a project is queued: asking again changes the one that waits."""
    takes_turns: Hidden[bool] = False
    """Can take hours: projects take turns at it, and a large one keeps no small one waiting."""
    comes_back: str | None = None
    """What brings back what it does, if anything: such a job isn't tried again by hand, unless
    it is needed."""
    is_needed: Hidden[bool] = False
    """A project lacks something until it is done: people are shown one that failed, and may try it
    again. A later one of its kind does all that it would have done."""
    must_end: str | None = None
    """Why nobody may cancel it, if so."""
    is_brief: bool = False
    """Over in a moment as a rule: people are shown it only when it takes longer."""
    chooses: Hidden[bool] = False
    """It changes what is asked next: whoever waits for that is told of those that are open."""
    seen_by: Hidden[Role] = Role.ANNOTATOR
    """The lowest role that is shown one. Where that is no annotator an answer may be its cause, and
    its times are told by the hour, so that none says which answer."""
    unit: str = "item"
    """What `done` and `total` count."""

    def lane(self, *, has_gpu: bool) -> str:
        """The queue it goes to, where a GPU worker lives or not."""
        return "gpu" if self.on_gpu and has_gpu else "cpu"

    def mutex(self, project_id: int) -> str | None:
        return f"{self.excludes}:{project_id}" if self.excludes else None

    def dedupe_key(self, project_id: int) -> str | None:
        return f"{self.name}:{project_id}" if self.waits_once else None

    def job(
        self,
        project_id: int,
        now: datetime,
        payload: Mapping[str, Any] | None = None,
        *,
        run_after: datetime | None = None,
        total: int | None = None,
        encoder: str | None = None,
    ) -> Job:
        """A job of this kind to queue; due at once unless it is to run later."""
        return Job(
            kind=self.name,
            project_id=project_id,
            payload=dict(payload or {}),
            total=total,
            priority=self.priority,
            encoder=encoder,
            mutex=self.mutex(project_id),
            dedupe_key=self.dedupe_key(project_id),
            run_after=run_after or now,
            created_at=now,
        )

    def cleaned_up(self, uow: UnitOfWork, job: Job, reason: str) -> None:
        """Clears away what a job leaves behind that ended without being done."""
        if self.clean_up is not None:
            clean_up: CleanUp = resolve_name(self.clean_up)
            clean_up(uow, job, reason)


JOB_KINDS: Registry[JobKind] = Registry("service.jobs.kinds", "kind of job", part="kinds")
register = JOB_KINDS.add


def awaited_kinds() -> list[str]:
    """Those that people wait for."""
    return [kind.name for kind in JOB_KINDS.values() if kind.urgency is Urgency.AWAITED]


def choosing_kinds(role: Role) -> list[str]:
    """Those that change what is asked next, but for what this role isn't shown."""
    hidden = hidden_from(role)
    return [k.name for k in JOB_KINDS.values() if k.chooses and k.name not in hidden]


def hidden_from(role: Role) -> list[str]:
    """The kinds of job that somebody with this role isn't shown."""
    return [kind.name for kind in JOB_KINDS.values() if not at_least(role, kind.seen_by)]


def kind_called(name: str) -> JobKind:
    """KeyError when there is none: the row is of another version of Postil."""
    return JOB_KINDS[name]
