"""Since when an item has its label, what was skipped at once, and which data is shown with texts."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
LABEL = sa.table("label", sa.column("item_id"), sa.column("labelled_at", TIME))
SKIPPED = sa.text("state = 'skipped'")


def upgrade() -> None:
    op.add_column("label", sa.Column("labelled_at", TIME, nullable=True))
    op.execute(LABEL.update().values(labelled_at=_latest("annotation", "received_at")))
    decided = _latest("decision", "created_at")
    op.execute(LABEL.update().values(labelled_at=decided).where(decided.is_not(None)))
    op.create_index(
        "ix_label_labelled", "label", ["project_id", "labelled_at", "ordinal"], unique=False
    )
    op.create_index(
        "ix_assignment_skipped",
        "assignment",
        ["project_id"],
        sqlite_where=SKIPPED,
        postgresql_where=SKIPPED,
    )
    op.add_column("project", sa.Column("columns", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("project") as table:
        table.alter_column("columns", server_default=None)


def _latest(table: str, time: str) -> sa.ScalarSelect[object]:
    """When what stands of an item was given."""
    source = sa.table(table, *map(sa.column, ("item_id", "live")), sa.column(time, TIME))
    latest = sa.select(sa.func.max(source.c[time]))
    return latest.where(source.c.item_id == LABEL.c.item_id, source.c.live).scalar_subquery()


def downgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.drop_column("columns")
    op.drop_index("ix_assignment_skipped", "assignment")
    op.drop_index("ix_label_labelled", "label")
    with op.batch_alter_table("label") as table:
        table.drop_column("labelled_at")
