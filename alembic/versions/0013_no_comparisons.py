"""Strategies are compared by `postil replay` on an export, no longer by jobs of a project."""

import json

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACCUSATION = "comparison_prefers_random"
ROUNDS = sa.table("round", sa.column("id", sa.Integer), sa.column("metrics", sa.JSON))
JOBS = sa.table("job", sa.column("kind", sa.String))


def upgrade() -> None:
    op.drop_table("comparison")
    op.execute(JOBS.delete().where(JOBS.c.kind == "compare"))
    accused = sa.cast(ROUNDS.c.metrics, sa.Text).contains(ACCUSATION)
    rows = op.get_bind().execute(sa.select(ROUNDS.c.id, ROUNDS.c.metrics).where(accused)).all()
    for number, stored in rows:
        metrics = json.loads(stored) if isinstance(stored, str) else dict(stored)
        metrics["guard"] = {**metrics["guard"], "since_labels": None, "reason": None}
        op.execute(ROUNDS.update().where(ROUNDS.c.id == number).values(metrics=metrics))


def downgrade() -> None:
    op.create_table(
        "comparison",
        sa.Column("project_id", ID, nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("strategy", sa.String(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("cpu_seconds", sa.Float(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], ondelete="CASCADE", name="fk_comparison_project_id"
        ),
        sa.PrimaryKeyConstraint("project_id", name="pk_comparison"),
    )
