"""Clears away what an import brought that failed or was reverted, in slices.

A text that other imports brought too stays, as theirs. What people were shown stays in the
database, out of sight, with all that they said about it: when the text comes again, so does that.
"""

from collections.abc import Mapping, Sequence

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.label_from_import import KnownAnswer, label_from_import
from service.importing.queries.withdrawal import Claim, Withdrawal
from service.jobs.end_job import cancel_job
from service.jobs.kinds.embed import request_embedding
from service.jobs.kinds.import_file import IMPORT
from service.jobs.kinds.rank import request_round
from service.jobs.kinds.withdraw import request_withdrawal
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, assert_claimed
from service.jobs.tables import Job
from service.kit.errors import Conflict
from service.kit.vocabulary import WITHDRAWN, Counted, ImportState, ItemRole
from service.labelling.settle_label import settle_label
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import
from service.projects.settings_history import hide_classes

SLICE = 200
"""Rows in a transaction: each touches up to five tables."""


def withdraw_import(app: App, run: JobRun) -> None:
    """Job `withdraw`: what it cleared in an attempt that was cut off stays cleared."""
    import_id = int(run.payload["import_id"])
    with app.read() as uow:
        upload = uow[Imports].get(run.project_id, import_id)
    if upload.state not in WITHDRAWN:
        return
    uncount(app, run.project_id, import_id, run.job_id)
    done = 0
    while cleared := _clear_rows(app, run, import_id) or _clear_items(app, run, import_id):
        done += cleared
        run.progress(done)
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)  # nobody answers with a class that retires
        assert_claimed(uow, run)
        hide_classes(uow, project, _unused_classes(uow, upload), upload.created_by)
        span = uow[Jobs].get(run.job_id).payload["span"]
        if done and span is not None:  # some are there again, as other imports' items
            request_embedding(uow, project, tuple(span))
        if done and project.embedded_count:
            request_round(uow, project, "import", at_once=True)


def uncount(app: App, project_id: int, import_id: int, job_id: int) -> None:
    """Takes its labels off the project's counters, once.

    Nobody can label its items any more, so they are counted without a lock.
    """
    with app.read() as uow:
        if not uow[Jobs].get(job_id).payload["counted"]:
            return
        labels = uow[LabelRows].tally_of_import(import_id)
    with app.write() as uow:
        uow[Projects].lock(project_id)
        job = uow[Jobs].get(job_id)
        if not job.payload["counted"]:
            return
        job.payload = {**job.payload, "counted": False}
        uow[Counters].count_all(project_id, labels, times=-1)


def _clear_rows(app: App, run: JobRun, import_id: int) -> int:
    with app.write() as uow:
        uow[Projects].lock(run.project_id)  # annotators may be answering the same items
        assert_claimed(uow, run)
        return withdraw_rows(uow, run.project_id, import_id, SLICE)


def _clear_items(app: App, run: JobRun, import_id: int) -> int:
    with app.write() as uow:
        assert_claimed(uow, run)
        return uow[Withdrawal].delete_untouched(import_id, SLICE)


def _unused_classes(uow: UnitOfWork, upload: Import) -> list[int]:
    """The classes that came with it and that no label and no other import needs."""
    if not upload.class_ids:
        return []
    others = uow[Imports].of(upload.project_id)
    needed = {n for i in others if i.state is ImportState.READY for n in i.class_ids}
    needed |= uow[Withdrawal].classes_in_use(upload.project_id)
    return [class_id for class_id in upload.class_ids if class_id not in needed]


def fail_import_of(uow: UnitOfWork, job: Job, reason: str) -> None:
    """Ends the import that this job didn't get done. Nothing of it stays behind but the reason, and
    the same file can be sent again."""
    upload = uow[Imports].lock(job.project_id, int(job.payload["import_id"]))
    if upload.state is not ImportState.RUNNING:
        return
    upload.state, upload.error, upload.finished_at = ImportState.FAILED, reason, uow.now
    upload.inserted = upload.duplicates = upload.labelled = upload.conflicts = 0
    request_withdrawal(uow, upload)


Claims = Mapping[int, Sequence[Claim]]
"""Rows of other imports, by item."""


def withdraw_rows(uow: UnitOfWork, project_id: int, import_id: int, limit: int) -> int:
    """Clears up to `limit` of its rows; how many. The items that are only its own lose them all.

    The caller holds the project's lock.
    """
    rows = uow[Withdrawal].rows(import_id, limit)
    if not rows:
        return 0
    imports = {i.id: i for i in uow[Imports].of(project_id)}
    uow[Withdrawal].delete_sources([row.source_id for row in rows])
    items = {row.item_id: imports[row.import_id] for row in rows}
    counted = uow[LabelRows].tally(items)
    claims = _claims(uow, list(items))
    _take_answers(uow, project_id, import_id, list(items), claims, imports)
    orphans = [item for item, owner in items.items() if owner.id == import_id]
    moved = _hand_over(uow, orphans, claims, imports)
    if imports[import_id].role is ItemRole.POOL:
        uow[Counters].count(project_id, Counted.ITEMS, len(moved))
        uow[Counters].count_all(project_id, counted, times=-1)
        uow[Counters].count_all(project_id, uow[LabelRows].tally(items))
    return len(rows)


def _claims(uow: UnitOfWork, items: Sequence[int]) -> Claims:
    claims: dict[int, list[Claim]] = {item: [] for item in items}
    for claim in uow[Withdrawal].claims(items):
        claims[claim.item_id].append(claim)
    return claims


def _take_answers(
    uow: UnitOfWork,
    project_id: int,
    import_id: int,
    items: Sequence[int],
    claims: Claims,
    imports: Mapping[int, Import],
) -> None:
    """Takes back its known answers. Where nobody else gave one, another import's counts now."""
    answered = uow[Withdrawal].take_answers(import_id, items)
    if not answered:
        return
    annotated = uow[Withdrawal].with_answers(answered)
    uow[Withdrawal].delete_labels([item for item in answered if item not in annotated])
    project = uow[Projects].get(project_id)
    for item in uow[Items].some(annotated).values():
        settle_label(uow, project, item)
    kind, classes = answer_kind(project.answer_kind), uow[Classes].answerable(project_id)
    for item in uow[Items].some(set(answered) - annotated).values():
        claimed = [
            (claim, answer)
            for claim in claims[item.id]
            if imports[claim.import_id].labels == "import"
            and (answer := _claimed(kind, claim, classes)) is not None
        ]
        if not claimed:
            continue
        heir, chosen = claimed[0]
        taken_back = KnownAnswer(item.id, item.ordinal, chosen, is_new=False)
        author = imports[heir.import_id].created_by
        label_from_import(uow, kind, project_id, heir.import_id, author, [taken_back])
        uow[Imports].count(heir.import_id, labelled=1)
        for claim, answer in claimed:
            if (conflict := kind.agreement(answer, chosen) < 1) != claim.conflict:
                uow[Withdrawal].set_conflict(claim.source_id, conflict)
                uow[Imports].count(claim.import_id, conflicts=1 if conflict else -1)


def _claimed(kind: AnswerKind, claim: Claim, classes: Mapping[str, int]) -> Answer | None:
    """The answer of a row that stood there before; None where it names a class that went."""
    named = kind.read(claim.label)
    if named is None or not {*kind.class_names(named)} <= classes.keys():
        return None
    return kind.resolve(named, classes)


def _hand_over(
    uow: UnitOfWork, orphans: Sequence[int], claims: Claims, imports: Mapping[int, Import]
) -> list[int]:
    """Gives items to the first import that stands and brought them too; those people see."""
    heirs: dict[int, list[int]] = {}
    for item in orphans:
        if claims[item]:
            heirs.setdefault(claims[item][0].import_id, []).append(item)
    for heir, items in heirs.items():
        uow[Withdrawal].move(items, heir)
        uow[Imports].count(heir, inserted=len(items), duplicates=-len(items))
    visible = [heir for heir in heirs if imports[heir].state is ImportState.READY]
    uow[Withdrawal].forget_rows([item for item in orphans if not claims[item]])
    return [item for heir in visible for item in heirs[heir]]


def revert_import(
    app: App, project_id: int, import_id: int, *, with_answers: bool
) -> tuple[Import, int | None]:
    """The import, and the job that clears away what it brought: nobody sees its items any more.

    `Conflict` where people have answered some of them, unless that is known (`with_answers`).
    """
    with app.read() as uow:
        upload = uow[Imports].get(project_id, import_id)
        answered, span = uow[Withdrawal].answered(import_id), uow[Items].span(import_id)
    if answered and upload.state is ImportState.READY and not with_answers:
        raise Conflict(
            f"People have answered {answered:,} of its items. Send with_answers=true to revert it "
            "anyway. Their answers are hidden until the same texts are imported again.",
            answered=answered,
        )
    with app.write() as uow:
        job_id = _revert(uow, project_id, import_id, span)
    if job_id is not None:
        uncount(app, project_id, import_id, job_id)
    with app.read() as uow:
        return uow[Imports].get(project_id, import_id), job_id


def _revert(
    uow: UnitOfWork, project_id: int, import_id: int, span: tuple[int, int] | None
) -> int | None:
    project = uow[Projects].lock(project_id)  # nobody is offered anything, or answers, meanwhile
    runs = uow[Imports].get(project_id, import_id).state is ImportState.RUNNING
    if runs:
        for job in uow[Jobs].open_of(project_id, IMPORT.name):
            if job.payload["import_id"] == import_id:
                cancel_job(uow, job)
    upload = uow[Imports].lock(project_id, import_id)  # after its job, as whoever does that
    if runs:
        upload.state, upload.error = ImportState.REVERTED, None
    elif upload.state is ImportState.READY:
        upload.state = ImportState.REVERTED
        if upload.role is ItemRole.POOL:
            uow[Counters].count(project_id, Counted.ITEMS, -upload.inserted)
        uow[Withdrawal].hide(project_id, import_id, uow.now)
        request_embedding(uow, project, span)  # which sees that they are gone
        return request_withdrawal(uow, upload, span, counted=True).id
    return None
