"""The words that code, API and database share: roles, states and kinds."""

from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """The rights of an account in the whole service, or of a member in one project."""

    ADMIN = "admin"
    ENGINEER = "engineer"
    ANNOTATOR = "annotator"


class UserState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class ProjectState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"
    """Only to be read, until it is brought back."""
    DELETED = "deleted"


class Rung(StrEnum):
    """Kind of model to take away."""

    FULL = "full"
    """All encoders that the head reads."""
    FAST = "fast"
    """A small encoder that was taught what the full one says."""

    @property
    def noun(self) -> str:
        return "model" if self is Rung.FULL else "fast model"


class ClassState(StrEnum):
    HIDDEN = "hidden"
    """It comes with an import that isn't ready, or came with one that was taken back."""
    ACTIVE = "active"
    MERGED = "merged"
    """What names it means another class."""
    RETIRED = "retired"
    """No longer offered; what it was given to keeps it."""


ANSWERABLE = (ClassState.ACTIVE, ClassState.MERGED, ClassState.RETIRED)
"""An answer that was under way when its class went is kept."""


class ImportState(StrEnum):
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    REVERTED = "reverted"


STANDING = (ImportState.READY, ImportState.RUNNING)
"""What it brings is there, or is to come."""
WITHDRAWN = (ImportState.FAILED, ImportState.REVERTED)
"""What it brought is cleared away."""
LabelUse = Literal["import", "ignore"]
"""What becomes of the answers in a file."""
Quotes = Literal["standard", "none"]
"""What quotation marks in a table are: `none`, letters like others."""
Header = Literal["first-line", "none"]
"""Where the names of a table's columns are."""
Surplus = Literal["refuse", "text"]
"""What becomes of fields of a row that are more than the columns."""


class LabellingState(StrEnum):
    """A state of labelling, to find items by."""

    UNLABELLED = "unlabelled"
    SKIPPED = "skipped"
    """By two people: nobody is asked any more."""
    EXCLUDED = "excluded"
    """Whoever runs the project has nobody asked about it."""
    LABELLED = "labelled"
    PROVISIONAL = "provisional"
    SETTLED = "settled"


class Noted(StrEnum):
    """A kind of open note, to find items by."""

    FLAG = "flag"
    COMMENT = "comment"
    ANY = "any"


class OwnMark(StrEnum):
    """What somebody did with an item, to find it again by."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    FLAGGED = "flagged"


class Order(StrEnum):
    """The order in which items are listed."""

    ORDINAL = "ordinal"
    LATEST = "-labelled_at"
    LEAST_CONFIDENT = "confidence"
    MOST_CONFIDENT = "-confidence"


class ItemRole(StrEnum):
    POOL = "pool"
    EVALUATION = "evaluation"
    """The user's own test set: never served, never trained on."""


class Source(StrEnum):
    """The reason why an item was offered, or the place where its label was decided."""

    AUDIT = "audit"
    STRATEGY = "strategy"
    SEED = "seed"
    OVERLAP = "overlap"
    RELABEL = "relabel"
    """It has a label that a second answer may put right."""
    CHECK = "check"
    """Of what a machine would say: as blind as an audit, and none."""
    IMPORT = "import"
    SEARCH = "search"
    HUNT = "hunt"
    """It may be of a class with few labels: a strategy says so, or somebody who looks for it."""
    REVIEW = "review"


BLIND = (Source.AUDIT, Source.CHECK)
"""Only those are asked who haven't been shown what a model thinks."""
DECIDED = (Source.SEARCH, Source.HUNT, Source.REVIEW)
"""Whoever set a label may have looked for the item, or through some: nobody was offered it."""


class AssignmentState(StrEnum):
    LEASED = "leased"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    RELEASED = "released"
    EXPIRED = "expired"
    UNASKED = "unasked"
    """Answered by somebody whose answer can't be an audit answer: others may be asked."""


ACTIVE = (AssignmentState.LEASED, AssignmentState.ANSWERED)
"""Someone has the item or has answered it."""
TOUCHED = (*ACTIVE, AssignmentState.SKIPPED)
"""Its annotator isn't offered the item again."""
ANSWERED = (AssignmentState.ANSWERED, AssignmentState.UNASKED)
"""Its annotator's answer stands, whether or not it can be an audit answer."""


class CertificateState(StrEnum):
    CHECKING = "checking"
    WRITING = "writing"
    """It is shown, and its labels are being stored."""
    ISSUED = "issued"
    FAILED = "failed"
    """It isn't shown of any labels."""
    REVOKED = "revoked"


UNDER_WAY = (CertificateState.CHECKING, CertificateState.WRITING)


class LabelFrom(StrEnum):
    PEOPLE = "people"
    MACHINE = "machine"


class LabelState(StrEnum):
    PROVISIONAL = "provisional"
    SETTLED = "settled"


class Counted(StrEnum):
    """What counters count. Labels are those of the pool's items that people see."""

    ITEMS = "items"
    """Of the pool."""
    LABELS = "labels"
    SETTLED = "settled"
    """Labels on which enough people agree."""
    AUDIT_LABELS = "audit_labels"
    """Settled labels of audit items that people were asked for, or that a file had."""
    OF_CLASS = "of_class"
    """Labels that name a class; by class."""
    ANSWERS = "answers"
    """That stand; by the person who gave them, and by day and person."""
    MICROSECONDS = "microseconds"
    """That answers took, changed and retracted ones too; by person."""
    HANDED_OUT = "handed_out"
    RAN_DRY = "ran_dry"
    """How often serving had to fall back to the audit order."""
    PUT_OFF = "put_off"
    """Rounds whose measurement had to wait for labels, or for a pause."""


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Light(StrEnum):
    """Whether a project may stop."""

    GREEN = "green"
    """The target is reached, or more isn't worth its price."""
    AMBER = "amber"
    RED = "red"
