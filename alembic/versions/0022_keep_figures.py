"""Keep what a round's measurement found as a row, and find a person's answers of a day by index."""

import json
from typing import Any

import sqlalchemy as sa

from alembic import op

revision = "0022"
down_revision = "0012"
branch_labels = None
depends_on = None

ENOUGH_AUDIT_ITEMS = 20
INDEX = "ix_annotation_given"
OLD_INDEX = "ix_annotation_import_id_project_id_user_id"
MEASURED = sa.text(
    """
SELECT project_id, number, strategy, cpu_seconds + gpu_seconds, metrics FROM "round"
ORDER BY project_id, number
"""
)


def upgrade() -> None:
    figure = op.create_table(
        "figure",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("strategy", sa.String(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("audit_labels", sa.Integer(), nullable=False),
        sa.Column("annotator_seconds", sa.Float(), nullable=False),
        sa.Column("compute_seconds", sa.Float(), nullable=False),
        sa.Column("estimate", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("macro_f1", sa.Float(), nullable=True),
        sa.Column("test_value", sa.Float(), nullable=True),
        sa.Column("test_low", sa.Float(), nullable=True),
        sa.Column("test_high", sa.Float(), nullable=True),
        sa.Column("test_macro_f1", sa.Float(), nullable=True),
        sa.Column("test_items", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_figure_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "round", name=op.f("pk_figure")),
    )
    rows = list(_figures())
    if rows:
        op.bulk_insert(figure, rows)
    op.drop_index(OLD_INDEX, table_name="annotation")
    columns = ["import_id", "project_id", "user_id", "received_at"]
    op.create_index(INDEX, "annotation", columns, unique=False)


def _figures() -> Any:
    """Those of the rounds that were measured before. Some know what rounds took, not all jobs."""
    compute: dict[int, float] = {}
    for project, number, strategy, seconds, stored in op.get_bind().execute(MEASURED):
        compute[project] = compute.get(project, 0.0) + seconds
        found = json.loads(stored) if isinstance(stored, str) else stored
        if found:
            yield {
                "project_id": project,
                "round": number,
                "strategy": strategy,
                "compute_seconds": found.get("compute_seconds", compute[project]),
                **_figure(found),
            }


def _figure(found: dict[str, Any]) -> dict[str, Any]:
    enough = found.get("n_effective", found["n_audit"]) >= ENOUGH_AUDIT_ITEMS
    test = found.get("evaluation") or {}
    names = ("value", "low", "high", "macro_f1", "items")
    has_test = test.get("value") is not None
    return {
        "labels": found["n_labels"],
        "known": found.get("n_known", 0),
        "audit_labels": found["n_audit"],
        "annotator_seconds": found["annotator_seconds"],
        "estimate": found["accuracy"] if enough else None,
        "low": found["low"],
        "high": found["high"],
        "macro_f1": found["macro_f1"] if enough else None,
        **{f"test_{name}": test[name] if has_test else None for name in names},
    }


def downgrade() -> None:
    op.drop_index(INDEX, table_name="annotation")
    columns = ["import_id", "project_id", "user_id"]
    op.create_index(OLD_INDEX, "annotation", columns, unique=False)
    op.drop_table("figure")
