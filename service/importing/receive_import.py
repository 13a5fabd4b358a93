"""Takes an upload in: the body becomes a blob, and an import with its job is noted."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.formats import check_head, known_content_type, known_encoding
from service.importing.shapes import ImportQuery
from service.jobs.kinds.import_file import request_import
from service.kit.errors import Archived, BadUpload, Conflict, Invalid, TooLarge
from service.kit.vocabulary import ItemRole, ProjectState
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import

LOOK_AGAIN_BYTES = 16 * 2**20


MORE = "Take an import back, or open another project."


class RoomInProject:
    """What is left beside the project's other imports. Raises `BadUpload` when it is used up."""

    def __init__(self, app: App, project_id: int, import_id: int) -> None:
        self._rows, self._bytes = app.settings.max_project_rows, app.settings.max_project_bytes
        with app.read() as uow:
            held_rows, held_bytes = uow[Imports].held(project_id, beside=import_id)
        self._rows_left, self._bytes_left = self._rows - held_rows, self._bytes - held_bytes
        self.read = 0
        """Bytes of the file so far, unpacked: however often it is begun anew."""

    def take(self, count: int) -> None:
        self.read += count
        if self.read > self._bytes_left:
            raise BadUpload(
                f"Unpacked, the file has more than the {max(self._bytes_left, 0):,} bytes that are "
                f"left of the project's {self._bytes:,} (POSTIL_MAX_PROJECT_BYTES). {MORE}"
            )

    def check_rows(self, count: int) -> None:
        """`count`: of the file so far."""
        if count > self._rows_left:
            raise BadUpload(
                f"The file has more than the {max(self._rows_left, 0):,} rows left of the "
                f"project's {self._rows:,} (POSTIL_MAX_PROJECT_ROWS). {MORE}"
            )


def check_room_in_project(app: App, project_id: int) -> None:
    """Raises before a body is read that a full project takes none of it."""
    with app.read() as uow:
        rows, size = uow[Imports].held(project_id)
    if rows >= app.settings.max_project_rows:
        raise TooLarge(f"The project has {rows:,} rows (POSTIL_MAX_PROJECT_ROWS). {MORE}")
    if size >= app.settings.max_project_bytes:
        raise TooLarge(f"The project has {size:,} bytes (POSTIL_MAX_PROJECT_BYTES). {MORE}")


HEAD_BYTES = 4096


@dataclass(frozen=True)
class Declared:
    """What a body says of itself before it is read."""

    content_type: str
    encoding: str
    file_name: str | None
    size: int
    """0: not told."""


@dataclass(frozen=True)
class Upload:
    blob: str
    size: int
    sha256: str
    content_type: str
    encoding: str


def declared(headers: Mapping[str, str], file_name: str | None) -> Declared:
    """By its headers; by its name where they say nothing. `BadUpload` for what can't be read."""
    kind = headers.get("content-type", "")
    content_type = known_content_type(kind, file_name)
    size = int(headers.get("content-length", 0))
    return Declared(content_type, known_encoding(kind), file_name, size)


def check_query(query: ImportQuery) -> None:
    """Raises before the body is read what is wrong whatever is in it."""
    if query.label_use == "import":
        return
    if query.role is ItemRole.EVALUATION:
        raise Invalid("A test set needs its labels: leave out labels=ignore.", field="labels")
    for name in ("create_classes", "fold_case", "separator"):
        if getattr(query, name):
            raise Invalid(
                f"{name} needs the labels of the file: send `labels=import` too.", field=name
            )


async def _leaving_room(
    app: App, announced: int, chunks: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """The chunks of a body, unless they would fill the disk; raises `DiskFull` then.

    `announced`: how large the body says it is. On SQLite its rows go to the same disk again.
    """
    app.room.check(2 * announced if app.database.is_sqlite else announced)
    since = 0
    async for chunk in chunks:
        since += len(chunk)
        if since >= LOOK_AGAIN_BYTES:
            app.room.check()
            since = 0
        yield chunk


async def store_body(
    app: App, project_id: int, body: Declared, chunks: AsyncIterator[bytes]
) -> Upload:
    """Writes the body to a blob as it arrives; raises before anything else is noted."""
    blob = f"projects/{project_id}/uploads/{uuid4().hex}"
    digest, size, head = hashlib.sha256(), 0, b""
    limit = app.settings.max_upload_bytes
    # The disk may take seconds for what is large, and all who ask anything would wait with it.
    with app.blobs.writing(blob, waits=False) as file:
        async for chunk in _leaving_room(app, body.size, chunks):
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"The body is larger than {limit:,} bytes. Send it in parts.")
            if len(head) < HEAD_BYTES:
                head += chunk[: HEAD_BYTES - len(head)]
            digest.update(chunk)
            file.write(chunk)
        if size == 0:
            raise BadUpload("The body is empty: there is nothing to import.")
        check_head(body.content_type, head, body.encoding, body.file_name)
    return Upload(blob, size, digest.hexdigest(), body.content_type, body.encoding)


def receive_import(
    app: App,
    project_id: int,
    user_id: int,
    upload: Upload,
    query: ImportQuery,
    key: str | None = None,
) -> tuple[int, int | None]:
    """Ids of the import and its job; for one that was sent before, that import and None."""
    key = key or _key(upload, query)
    noted = False
    try:
        with app.write() as uow:
            project = uow[Projects].lock(project_id)  # the same body may come twice at once
            if project.state is ProjectState.ARCHIVED:
                raise Archived
            earlier = uow[Imports].with_key(project_id, key)
            if earlier is not None:
                if earlier.body_hash != upload.sha256:
                    raise Conflict(f"The key {key!r} was used for another body.")
                return earlier.id, None
            ids = _note(uow, project_id, user_id, upload, query, key)
        noted = True
        return ids
    finally:
        if not noted:
            app.blobs.delete(upload.blob)


def _note(
    uow: UnitOfWork, project_id: int, user_id: int, upload: Upload, query: ImportQuery, key: str
) -> tuple[int, int | None]:
    noted = uow[Imports].add(
        Import(
            project_id=project_id,
            key=key,
            file_name=query.file_name,
            content_type=upload.content_type,
            role=query.role,
            labels=query.label_use,
            create_classes=query.create_classes,
            fold_case=query.fold_case,
            separator=query.separator,
            columns=query.columns,
            encoding=upload.encoding,
            quoting=query.quoting,
            blob=upload.blob,
            body_hash=upload.sha256,
            size=upload.size,
            created_by=user_id,
            created_at=uow.now,
        )
    )
    manner = {
        "labels_unsaid": query.labels is None,
        "header": query.header,
        "surplus": query.surplus,
    }
    job = request_import(uow, noted, manner)
    return noted.id, job.id


def _key(upload: Upload, query: ImportQuery) -> str:
    """The same body with the same options is the same import, usual ones written out or not."""
    named = {role: name for role, name in query.columns.items() if name != role}
    kind = upload.content_type.split(";")[0].strip().lower()
    options = [
        kind,
        query.role,
        query.label_use,
        query.create_classes,
        sorted(named.items()),
        upload.encoding,
        query.quoting,
        query.header,
        query.surplus,
        query.fold_case,
        query.separator,
    ]
    return hashlib.sha256(f"{upload.sha256}{json.dumps(options)}".encode()).hexdigest()
