"""Turns an upload into items, in slices that a restart continues where it stopped."""

from collections.abc import Iterator
from itertools import islice
from typing import IO

from service.app import App
from service.core.acquisition.audit import BEFORE_ALL_KEYS
from service.db.unit_of_work import UnitOfWork
from service.importing.columns import in_columns
from service.importing.formats import Limits, Manner, Row, read_rows
from service.importing.odd_texts import OddTexts
from service.importing.receive_import import RoomInProject
from service.importing.shapes import RejectedRow
from service.importing.show_import import (
    Warnings,
    rejected_folder,
    warn_of_shared_ids,
    warn_of_test_texts_in_pool,
)
from service.importing.store_rows import RowWriter
from service.jobs.kinds.embed import request_embedding
from service.jobs.kinds.rank import request_round
from service.jobs.run_job import JobRun, assert_claimed
from service.jobs.take_turns import Baton, Turn
from service.kit.errors import BadUpload
from service.kit.vocabulary import Counted, Header, ImportState, ItemRole
from service.pool.queries.counters import Counters, Tally
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import
from service.projects.settings_history import show_classes
from service.rounds.audit_sample import take_up_sample
from service.rounds.ranking.ranking_rows import first_ranking

BATCH = 50_000
"""Rows that are sorted before they go in: the more, the fewer pages each touches."""
BATCH_CHARS = 6_000_000
"""A batch of long texts ends here: so many of the longest would fill the memory."""

HEADERS: dict[Header | None, bool | None] = {None: None, "first-line": True, "none": False}
LARGE = 5_000
"""Rows of an import after which plans that were made for what was there before may be bad ones."""


def import_items(app: App, run: JobRun) -> None:
    """Job `import`: rows go in by short transactions; the items show when the last one is in."""
    import_id = int(run.payload["import_id"])
    with app.read() as uow:
        upload, baton = uow[Imports].get(run.project_id, import_id), uow.memory[Baton]
    if upload.state is not ImportState.RUNNING:
        return
    with baton, app.blobs.reading(upload.blob) as file:
        unpacked = _read(app, run, upload, file, Turn(app, run, baton))
    _take_up_sample(app, run, import_id)
    with app.read() as uow:  # nobody sees its items yet, so nobody labels them meanwhile
        labels, span = uow[LabelRows].tally_of_import(import_id), uow[Items].span(import_id)
        is_large = uow[Imports].get(run.project_id, import_id).inserted >= LARGE
    if is_large:
        with app.write() as uow:
            uow[Imports].count_tables()
    with app.write() as uow:
        _publish(uow, run, import_id, unpacked, labels, span)
    run.progress(upload.size, upload.size)


def _take_up_sample(app: App, run: JobRun, import_id: int) -> None:
    """Items that came back are audit items again."""
    with app.read() as uow:
        level = uow[Imports].get(run.project_id, import_id).audit_frontier
        if level <= BEFORE_ALL_KEYS:
            return
        reached = take_up_sample(uow, import_id, level)
    with app.write() as uow:
        assert_claimed(uow, run)
        uow[Imports].lock(run.project_id, import_id).audit_frontier = reached


def _read(app: App, run: JobRun, upload: Import, file: IO[bytes], turn: Turn) -> int:
    """Takes in what isn't yet; the bytes of the file, unpacked."""
    warnings = Warnings(app, run, upload)
    room = RoomInProject(app, run.project_id, upload.id)
    manner = Manner(
        limits=Limits(app.settings.max_text_chars),
        columns=upload.columns,
        encoding=upload.encoding,
        quoting=upload.quoting != "none",
        header=HEADERS[run.payload["header"]],
        joins=run.payload["surplus"] == "text",
        warn=warnings.warn,
        take=room.take,
    )
    rows = in_columns(
        read_rows(file, upload.content_type, manner),
        app,
        upload,
        warnings.warn,
        labels_unsaid=bool(run.payload["labels_unsaid"]),
    )
    writer = RowWriter(app, run, upload, warnings, turn)
    odd = OddTexts(app, upload)
    count = upload.received
    for batch in _batches(islice(rows, count, None)):
        count += len(batch)
        room.check_rows(count)
        turn.next_slice()
        app.room.check()
        odd.take((row.line, row.text) for row in batch if isinstance(row, Row))
        writer.take(batch)
        batch.clear()  # before the next one is read: one batch at a time is in memory
        run.progress(min(file.tell(), upload.size), upload.size)
    warn_of_shared_ids(app, upload, warnings)
    warn_of_test_texts_in_pool(app, upload, warnings)
    odd.warn(warnings)
    warnings.keep()
    return room.read


def _batches(rows: Iterator[Row | RejectedRow]) -> Iterator[list[Row | RejectedRow]]:
    batch: list[Row | RejectedRow] = []
    chars = 0
    for row in rows:
        batch.append(row)
        if isinstance(row, RejectedRow):
            chars += len(row.content)
        else:
            chars += len(row.text)
            chars += len(repr(row.data)) if row.data else 0
        if len(batch) == BATCH or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _publish(
    uow: UnitOfWork,
    run: JobRun,
    import_id: int,
    unpacked: int,
    labels: Tally,
    span: tuple[int, int] | None,
) -> None:
    """Makes the items visible, offers the first items and asks for vectors."""
    project = uow[Projects].lock(run.project_id)
    assert_claimed(uow, run)
    upload = uow[Imports].lock(run.project_id, import_id)
    if upload.received == 0:
        raise BadUpload("The file holds no rows.")
    upload.state, upload.finished_at = ImportState.READY, uow.now
    upload.unpacked = unpacked
    if upload.rejected:
        upload.rejected_blob = rejected_folder(upload)
    show_classes(uow, project, upload.class_ids, upload.created_by)
    if upload.role is ItemRole.POOL:
        uow[Counters].count(run.project_id, Counted.ITEMS, upload.inserted)
        uow[Counters].count_all(run.project_id, labels)
        first_ranking(uow, project)
    request_embedding(uow, project, span)
    if upload.labelled and project.embedded_count:
        at_once = upload.labelled >= project.round_every
        request_round(uow, project, "import", at_once=at_once)
