"""Completes what earlier commits stored of rounds and jobs; the encoder `middle` is no more.

A saving has ranges, a view its weight in the released head, a metric its outlook. Heads of several
classes a text are of another form: there is no model until the next round.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LATER = {"gain": None, "confusion": [], "confidence": [], "groups": [], "chosen": []}
RANGES = dict.fromkeys(
    ("upper", "low", "high", "likely_low", "likely_high", "audits_to_tell"), None
)
METRICS = {
    "single_label": ("accuracy", "macro_f1"),
    "multi_label": ("exact_match", "jaccard", "micro_f1", "macro_f1"),
}
NO_REASON_ANY_MORE = "encoder_knows_labels"
NOT_MEASURED = {"code": "not_measured", "detail": "It comes with the next round.", "figures": {}}
NO_OUTLOOK = {"labels": [], "quantiles": [], "reason": NOT_MEASURED}
HEADS = ("ranking_head", "released_head", "untaught_head")
PAYLOADS = {"tune": {"labels": 0}, "import": {"header": None, "surplus": "refuse"}}

PROJECTS = sa.table("project", sa.column("id"), sa.column("answer_kind"))
ROUNDS = sa.table(
    "round",
    sa.column("id"),
    sa.column("project_id"),
    sa.column("metrics", sa.JSON(none_as_null=True)),
    sa.column("views", sa.JSON),
    sa.column("artefacts", sa.JSON),
)
VIEWS = sa.table("view", *map(sa.column, ("id", "project_id", "encoder", "rests_from")))
JOBS = sa.table(
    "job",
    sa.column("payload", sa.JSON),
    sa.column("run_after", UTCDateTime),
    sa.column("created_at", UTCDateTime),
    *map(sa.column, ("id", "kind", "project_id", "state", "priority", "encoder", "total")),
    *map(sa.column, ("done", "attempts", "stopped", "cpu_seconds", "gpu_seconds", "peak_bytes")),
    *map(sa.column, ("joules", "metered_cpu_seconds")),
)


def upgrade() -> None:
    complete_rounds()
    complete_jobs()
    replace_middle()
    with op.batch_alter_table("round") as table:
        table.alter_column("audits", nullable=False)


def complete_rounds() -> None:
    connection, of_project = op.get_bind(), PROJECTS.c.id == ROUNDS.c.project_id
    query = sa.select(ROUNDS, PROJECTS.c.answer_kind).join(PROJECTS, of_project)
    for row in connection.execute(query.where(ROUNDS.c.metrics.is_not(None))).all():
        values = {
            "metrics": completed(row.metrics, METRICS[row.answer_kind]),
            "views": [{"released_weight": None} | view for view in row.views],
        }
        connection.execute(ROUNDS.update().where(ROUNDS.c.id == row.id).values(**values))
    several = sa.select(PROJECTS.c.id).where(PROJECTS.c.answer_kind == "multi_label")
    query = sa.select(ROUNDS.c.id, ROUNDS.c.artefacts).where(ROUNDS.c.project_id.in_(several))
    for row in connection.execute(query).all():
        artefacts = {name: key for name, key in row.artefacts.items() if name not in HEADS}
        connection.execute(ROUNDS.update().where(ROUNDS.c.id == row.id).values(artefacts=artefacts))


def completed(stored: dict[str, Any], metrics: tuple[str, ...]) -> dict[str, Any]:
    """What was measured, as it is measured today."""
    saving = stored["labels_saved"]
    labels, reason = saving.get("labels", saving.get("found")), saving["reason"]
    if labels:  # beside them stood that they might be more than could be told
        labels, reason = RANGES | labels, None
    known = {
        metric: ahead
        for metric, ahead in stored["outlooks"].items()
        if not ahead["reason"] or ahead["reason"]["code"] != NO_REASON_ANY_MORE
    }
    return (
        LATER
        | stored
        | {
            "labels_saved": {"labels": labels, "reason": reason},
            "outlooks": dict.fromkeys(metrics, NO_OUTLOOK) | known,
            "per_class": [{"expected": None} | each for each in stored["per_class"]],
        }
    )


def complete_jobs() -> None:
    connection = op.get_bind()
    query = sa.select(JOBS.c.id, JOBS.c.kind, JOBS.c.payload).where(JOBS.c.kind.in_(PAYLOADS))
    for row in connection.execute(query).all():
        payload = PAYLOADS[row.kind] | row.payload
        connection.execute(JOBS.update().where(JOBS.c.id == row.id).values(payload=payload))


def replace_middle() -> None:
    """By the model that it was made of. The first text's new vector has all others made anew."""
    connection, now = op.get_bind(), datetime.now(UTC)
    of_middle = sa.select(VIEWS).where(VIEWS.c.encoder == "middle")
    for view in connection.execute(of_middle.where(VIEWS.c.rests_from.is_(None))).all():
        counts = ("done", "attempts", "stopped", "peak_bytes")
        sums = ("cpu_seconds", "gpu_seconds", "joules", "metered_cpu_seconds")
        connection.execute(
            JOBS.insert().values(
                kind="embed",
                project_id=view.project_id,
                payload={"first": 0, "last": 1, "view": view.id},
                state="queued",
                priority=8,
                encoder="sentence_transformer",
                total=1,
                run_after=now,
                created_at=now,
                **dict.fromkeys(counts, 0),
                **dict.fromkeys(sums, 0.0),
            )
        )
    for table in (VIEWS, JOBS):
        replaced = table.update().where(table.c.encoder == "middle")
        connection.execute(replaced.values(encoder="sentence_transformer"))


def downgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.alter_column("audits", nullable=True)
