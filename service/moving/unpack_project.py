"""Takes a project in from a file that another service wrote: all of it, or nothing."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.audit import audit_keys
from service.core.acquisition.registry import find
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_embedding
from service.kit.errors import BadUpload, Conflict
from service.kit.settings import Settings
from service.kit.vocabulary import UNDER_WAY, ImportState, ProjectState, Role, UserState
from service.moving.moving_file import FORMAT, MovingFileReader, check_small
from service.moving.queries.moved_tables import GIVEN_IDS, MOVED, Moved
from service.moving.queries.moves import Moves
from service.moving.renumbering import Renumbering, Row
from service.people.queries.access import Access
from service.pool.queries.projects import Projects
from service.pool.tables.items import content_hash
from service.pool.tables.people import Member
from service.pool.tables.project_settings import FIELDS, ProjectSettings
from service.pool.tables.projects import Project, is_own
from service.vectors.encoders import check_allowed, check_own, goes_on_by

AT_ONCE = 2_000
"""Rows that are stored by one statement."""
MOST_OF = {"user": 100_000, "label_class": AT_ONCE, "project": 1, "view": 10}
LONGEST_SECRET = 40


class Arrived(NamedTuple):
    id: int
    name: str


def unpack_project(app: App, file: Path, user_id: int, *, again: bool = False) -> Arrived:
    """The project, as it was, with its engineer and with its texts to be embedded.

    `user_id`: who looks after it here. `again`: whether it may be here already. Raises `Conflict`
    where it may not, and `BadUpload` for a file that this version didn't write, that is larger than
    a project may be, or that was altered; nothing is stored then.
    """
    check_small(file, app.settings.max_project_bytes)
    with file.open("rb") as packed, app.write() as uow:
        reader = MovingFileReader(packed, 2 * app.settings.max_project_bytes)
        head = reader.line()
        _check_head(head, app.database.revision())
        project = _Arrival(uow, app.settings, again).take_in(reader)
        if uow[Access].membership(project.id, user_id) is None:
            uow[Access].add(
                Member(
                    project_id=project.id,
                    user_id=user_id,
                    role=Role.ENGINEER,
                    created_at=uow.now,
                )
            )
        request_embedding(uow, project, (0, project.next_ordinal))
        return Arrived(project.id, project.name)


def _check_head(head: Any, revision: str | None) -> None:
    if not isinstance(head, dict) or "postil_move" not in head:
        raise BadUpload("This is not a file from `postil move`.")
    if head["postil_move"] != FORMAT or head.get("revision") != revision:
        raise BadUpload(
            f"Postil {str(head.get('postil'))[:20]} wrote it with other tables than are here. "
            "Bring both to the same version."
        )


class _Arrival:
    """One project on its way in."""

    def __init__(self, uow: UnitOfWork, settings: Settings, again: bool) -> None:
        self._uow = uow
        self._settings = settings
        self._may_be_here = again
        self._numbers = Renumbering()
        self._project: Row = {}
        self._keys = audit_keys(0)

    def take_in(self, reader: MovingFileReader) -> Project:
        stored: Counter[str] = Counter()
        for moved in MOVED:
            stored[moved.name] = 0
            for rows in _parts(reader.table(moved)):
                stored[moved.name] += len(rows)
                self._check_size(moved.name, stored[moved.name])
                self._store(moved, rows)
        if reader.line() != {"rows_in_all": sum(stored.values())} or not self._project:
            raise BadUpload("The file is not whole.")
        project = self._uow[Projects].get(self._project["id"])
        for name, expected in stored.items():
            if (arrived := self._uow[Moves].count(name, project.id)) != expected:
                raise BadUpload(f"{name}: the file has {expected:,} rows, {arrived:,} arrived.")
        return project

    def _check_size(self, name: str, rows: int) -> None:
        most = MOST_OF.get(name, 20 * self._settings.max_project_rows)
        if rows > most:
            raise BadUpload(f"{name}: more than {most:,} rows.")

    def _store(self, moved: Moved, rows: list[Row]) -> None:
        numbers = None
        if moved.name in GIVEN_IDS:
            numbers = self._uow[Moves].new_ids(moved.name, len(rows))
        renumbered = self._numbers.rows(moved.name, rows, numbers)
        for row in renumbered:
            self._check(moved.name, row)
            row |= self._as_new(moved.name, row)
        self._uow[Moves].insert(moved.name, renumbered)

    def _as_new(self, name: str, row: Row) -> Row:
        """What doesn't move."""
        now = self._uow.now
        match name:
            case "user":
                return {"role": Role.ANNOTATOR, "state": UserState.ACTIVE, "created_at": now}
            case "project":
                return {
                    "state": ProjectState.ACTIVE,
                    "embedded_count": 0,
                    "certifying": False,
                }
            case "view":  # it learns anew, and the limit on that is for what it takes here
                return {"learning_seconds": 0.0, "encoder": goes_on_by(row["encoder"])}
            case "import":
                return {"blob": ""}
            case "round":
                return {"artefacts": {}}
        return {}

    def _check(self, name: str, row: Row) -> None:
        match name:
            case "project":
                self._check_project(row)
                self._check_new(row)
            case "view" if is_own(row["encoder"]):
                check_own(row["encoder"])
                if row["position"] == 0:
                    raise BadUpload("Its first view is of own vectors.")
            case "view":
                check_allowed(goes_on_by(row["encoder"]), self._settings)
            case "item":
                self._check_item(row)
            case "member" if row["role"] is Role.ADMIN:
                raise BadUpload("Nobody is an administrator of a project.")
            case "certificate" if row["state"] in UNDER_WAY:
                raise BadUpload("A certificate was under way when it was packed.")
            case "import" if row["state"] is ImportState.RUNNING:
                raise BadUpload("A file was being read when it was packed.")

    def _check_project(self, row: Row) -> None:
        """It is what somebody could have opened here."""
        self._numbers.kind = answer_kind(row["answer_kind"])
        find(row["strategy"])
        _check_settings(row)
        if not 0 <= row["next_ordinal"] <= 2 * self._settings.max_project_rows:
            raise BadUpload("It has more items than a project may have here.")
        secret = row["audit_secret"]
        if not (secret.isascii() and secret.isdigit() and len(secret) <= LONGEST_SECRET):
            raise BadUpload("Its audit order isn't one.")
        self._project, self._keys = row, audit_keys(int(secret))

    def _check_new(self, row: Row) -> None:
        here = self._uow[Projects].arrived(row["audit_secret"], row["created_at"])
        if here and not self._may_be_here:
            raise Conflict(
                f"This project is here already: {here[0].id}, {here[0].name}. Delete that one "
                "first, or take in a second copy with --again."
            )

    def _check_item(self, row: Row) -> None:
        """Its hash is its text's and its key the secret's: vectors and audits go by them."""
        if len(row["text"]) > self._settings.max_text_chars:
            raise BadUpload("A text is longer than is taken here.")
        hashed = content_hash(row["text"])
        if row["content_hash"] != hashed or row["audit_key"] != self._keys(hashed):
            raise BadUpload("A text isn't the one that was packed.")
        if not 0 <= row["ordinal"] < self._project["next_ordinal"]:
            raise BadUpload("An item has no place among the project's.")


def _check_settings(row: Row) -> None:
    try:
        ProjectSettings.model_validate({name: row[name] for name in FIELDS})
    except ValidationError as error:
        wrong = error.errors()[0]
        name = wrong["loc"][0]
        raise BadUpload(f"Its setting {name} is {row[str(name)]!r:.60}. {wrong['msg']}.") from error


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(islice(rows, AT_ONCE)):
        yield part
