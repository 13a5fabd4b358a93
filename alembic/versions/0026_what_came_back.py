"""Assignments that ended without an answer, and whose items wait to go out again."""

import sqlalchemy as sa

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignment") as table:
        table.add_column(
            sa.Column("came_back", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("assignment") as table:
        table.alter_column("came_back", server_default=None)
    op.create_index(
        "ix_assignment_came_back",
        "assignment",
        ["project_id", "id"],
        unique=False,
        sqlite_where=sa.text("came_back"),
        postgresql_where=sa.text("came_back"),
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_came_back", "assignment")
    with op.batch_alter_table("assignment") as table:
        table.drop_column("came_back")
