"""Takes an upload in: the body becomes a blob, and an import with its job is noted."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from service.errors import Archived, BadUpload, Conflict, Invalid, TooLarge
from service.loop.app import App
from service.loop.importing.formats import check_head
from service.loop.jobs.kinds.import_file import request_import
from service.models import Import
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ItemRole, ProjectState

HEAD_BYTES = 4096


@dataclass(frozen=True)
class Upload:
    blob: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ImportOptions:
    content_type: str
    role: ItemRole = ItemRole.POOL
    labels: str = "ignore"
    labels_unsaid: bool = False
    """Nothing was said of the labels: a file that seems to hold some is warned of."""
    create_classes: bool = False
    fold_case: bool = False
    separator: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    quoting: str = "standard"
    file_name: str | None = None
    key: str | None = None


def default_labels(role: ItemRole) -> str:
    """What becomes of the answers in a file when nothing is said about them."""
    return "import" if role is ItemRole.EVALUATION else "ignore"


def check_options(options: ImportOptions) -> None:
    """Raises before the body is read what is wrong whatever is in it."""
    if options.role is ItemRole.EVALUATION and options.labels != "import":
        raise Invalid(
            "An evaluation set needs its answers: leave labels=ignore out.", field="labels"
        )
    if options.create_classes and options.labels != "import":
        raise Invalid(
            "Classes come with the answers in a file: send `labels=import` too.",
            field="create_classes",
        )
    if options.fold_case and options.labels != "import":
        raise Invalid(
            "Case matters only in answers that are used: send `labels=import` too.",
            field="fold_case",
        )
    if options.separator is not None and options.labels != "import":
        raise Invalid(
            "A separator tells answers apart that are used: send `labels=import` too.",
            field="separator",
        )


async def store_body(
    app: App, project_id: int, options: ImportOptions, chunks: AsyncIterator[bytes]
) -> Upload:
    """Writes the body to a blob as it arrives; raises before anything else is noted."""
    blob = f"projects/{project_id}/uploads/{uuid4().hex}"
    digest, size, head = hashlib.sha256(), 0, b""
    limit = app.settings.max_upload_bytes
    with app.blobs.writing(blob) as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"The body is larger than {limit:,} bytes. Send it in parts.")
            if len(head) < HEAD_BYTES:
                head += chunk[: HEAD_BYTES - len(head)]
            digest.update(chunk)
            file.write(chunk)
        if size == 0:
            raise BadUpload("The body is empty: there is nothing to import.")
        check_head(options.content_type, head, options.encoding)
    return Upload(blob, size, digest.hexdigest())


def receive_import(
    app: App, project_id: int, user_id: int, upload: Upload, options: ImportOptions
) -> tuple[int, int | None]:
    """Ids of the import and its job; for one that was sent before, that import and None."""
    key = options.key or _key(upload, options)
    noted = False
    try:
        with app.write() as uow:
            project = uow.projects.lock(project_id)  # the same body may come twice at once
            if project.state is ProjectState.ARCHIVED:
                raise Archived
            known = uow.imports.with_key(project_id, key)
            if known is not None:
                if known.body_hash != upload.sha256:
                    raise Conflict(f"The key {key!r} was used for another body.")
                return known.id, None
            ids = _note(uow, project_id, user_id, upload, options, key)
        noted = True
        return ids
    finally:
        if not noted:
            app.blobs.delete(upload.blob)


def _note(
    uow: UnitOfWork, project_id: int, user_id: int, upload: Upload, options: ImportOptions, key: str
) -> tuple[int, int | None]:
    made = uow.imports.add(
        Import(
            project_id=project_id,
            key=key,
            file_name=options.file_name,
            content_type=options.content_type,
            role=options.role,
            labels=options.labels,
            create_classes=options.create_classes,
            fold_case=options.fold_case,
            separator=options.separator,
            columns=dict(options.columns),
            encoding=options.encoding,
            quoting=options.quoting,
            blob=upload.blob,
            body_hash=upload.sha256,
            size=upload.size,
            created_by=user_id,
            created_at=uow.now,
        )
    )
    job = request_import(uow, made, labels_unsaid=options.labels_unsaid)
    return made.id, job.id


def _key(upload: Upload, options: ImportOptions) -> str:
    """The same body with the same options is the same import."""
    kind = options.content_type.split(";")[0].strip().lower()
    options_given = [
        kind,
        options.role,
        options.labels,
        options.create_classes,
        sorted(options.columns.items()),
    ]
    usual = ImportOptions("")
    asked = [  # only where there is a choice to tell: files of before it keep their keys
        f"{name}={getattr(options, name)}"
        for name in ("encoding", "quoting", "fold_case", "separator")
        if getattr(options, name) != getattr(usual, name)
    ]
    return hashlib.sha256(
        f"{upload.sha256}{json.dumps([*options_given, *asked])}".encode()
    ).hexdigest()
