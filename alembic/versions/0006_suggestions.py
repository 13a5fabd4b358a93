"""Suggestions: what the ranking has of them, and what an assignment showed."""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WITH_SUGGESTIONS = ("ranking", "assignment")
SHOWN = sa.text("suggestions_shown IS NOT NULL")


def upgrade() -> None:
    for name in WITH_SUGGESTIONS:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("suggestions", sa.JSON(), nullable=True))
            table.add_column(sa.Column("suggested_by", sa.String(), nullable=True))
            table.add_column(sa.Column("suggestions_shown", sa.Boolean(), nullable=True))
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("suggestions", sa.Boolean(), nullable=True))
    op.create_index(
        "ix_assignment_suggested",
        "assignment",
        ["project_id", "suggestions_shown", "id"],
        sqlite_where=SHOWN,
        postgresql_where=SHOWN,
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_suggested", "assignment")
    with op.batch_alter_table("project") as table:
        table.drop_column("suggestions")
    for name in WITH_SUGGESTIONS:
        with op.batch_alter_table(name) as table:
            for column in ("suggestions_shown", "suggested_by", "suggestions"):
                table.drop_column(column)
