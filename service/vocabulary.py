"""The words that code, API and database share: roles, states and kinds."""

from enum import StrEnum


class Role(StrEnum):
    """What someone may do, in the whole service (user) or in one project (member)."""

    ADMIN = "admin"
    ENGINEER = "engineer"
    ANNOTATOR = "annotator"


class UserState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class ProjectState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    DELETED = "deleted"


class ClassState(StrEnum):
    ACTIVE = "active"
    MERGED = "merged_into"
    RETIRED = "retired"


class ImportState(StrEnum):
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    REVERTED = "reverted"


STANDING = (ImportState.READY, ImportState.RUNNING)
"""What it brings is there, or is to come."""
WITHDRAWN = (ImportState.FAILED, ImportState.REVERTED)
"""What it brought is cleared away."""


class ItemRole(StrEnum):
    POOL = "pool"
    EVALUATION = "evaluation"
    """The user's own test set: never served, never trained on."""


class Source(StrEnum):
    """Why an item was offered."""

    AUDIT = "audit"
    STRATEGY = "strategy"
    SEED = "seed"
    SEARCH = "search"
    RELABEL = "relabel"
    OVERLAP = "overlap"
    IMPORT = "import"
    REVIEW = "review"


class AssignmentState(StrEnum):
    LEASED = "leased"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    RELEASED = "released"
    EXPIRED = "expired"


ACTIVE = (AssignmentState.LEASED, AssignmentState.ANSWERED)
"""Someone has the item or has answered it."""
TOUCHED = (*ACTIVE, AssignmentState.SKIPPED)
"""Its annotator isn't offered the item again."""


class LabelState(StrEnum):
    PROVISIONAL = "provisional"
    SETTLED = "settled"


class JobKind(StrEnum):
    IMPORT = "import"
    EMBED = "embed"
    RANK = "rank"
    EVALUATE = "evaluate"
    SWEEP = "sweep"
    WITHDRAW = "withdraw"
    """Takes back what a failed or reverted import brought."""
    COMPARE = "compare"
    """Replays other strategies on a project's labels."""


RETRIED = (JobKind.EMBED, JobKind.WITHDRAW)
"""Can be tried again when they end without being done: nothing else brings back what they do."""

TAKING_TURNS = (JobKind.IMPORT, JobKind.EMBED)
"""Can take hours: projects take turns at them, and a large one keeps no small one waiting."""


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
