"""Errors that know their HTTP status and code. One handler renders them all as problem+json."""

from typing import Any, ClassVar


class PostilError(Exception):
    """Base of every error a caller can do something about."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra


class Stopped(Exception):
    """A process was told to end before it had begun."""


class Invalid(PostilError):
    """The request is well-formed HTTP, but its content can't be accepted."""

    status = 422
    code = "invalid"


class BadUpload(Invalid):
    code = "bad_upload"


class UnknownStrategy(Invalid):
    code = "unknown_strategy"


class UnknownEncoder(Invalid):
    code = "unknown_encoder"


class Unauthorized(PostilError):
    status = 401
    code = "unauthorized"


class Forbidden(PostilError):
    status = 403
    code = "forbidden"


class NotFound(PostilError):
    status = 404
    code = "not_found"


class Conflict(PostilError):
    status = 409
    code = "conflict"


class LeaseEnded(Conflict):
    code = "lease_ended"


class Archived(Conflict):
    code = "archived"

    def __init__(self) -> None:
        super().__init__("The project is archived. Nothing changes until it is brought back.")


class NameTaken(Conflict):
    code = "name_taken"


class NotForKind(Conflict):
    """A project's kind of answer doesn't have what is asked for."""

    code = "not_for_kind"


class TooLarge(PostilError):
    status = 413
    code = "too_large"


class TooMany(PostilError):
    """Too much of it at once, or too often: the same again may work in `retry_after` seconds."""

    status = 429
    code = "too_many_requests"


class Unavailable(PostilError):
    """The database doesn't answer just now: the same again may work in `retry_after` seconds."""

    status = 503
    code = "unavailable"


class DiskFull(Unavailable):
    """There is no room to store it. What was acknowledged is stored, and can be read."""

    status = 507
    code = "disk_full"

    def __init__(
        self, detail: str = "The disk is full. Make room, then try again.", **extra: Any
    ) -> None:
        super().__init__(detail, **{"retry_after": 30, **extra})


class DatabaseLocked(Unavailable):
    code = "database_locked"


class DatabaseDamaged(Unavailable):
    code = "database_damaged"


class NotAnswered(PostilError):
    """What only a worker can say isn't known: `reason` says why, and whether to ask again."""

    status = 503
    code = "not_answered"


class SchemaOutOfDate(PostilError):
    """The database isn't one that this installation of Postil works on."""

    status = 503
    code = "schema_out_of_date"


class UnknownSchema(SchemaOutOfDate):
    """The database's tables are none that this version has made."""

    code = "unknown_schema"
