"""Keeps vectors of a part of the pool while the rest is read, and which rounds chose from one."""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("view") as table:
        table.add_column(sa.Column("preview", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("chosen_from", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.drop_column("chosen_from")
    with op.batch_alter_table("view") as table:
        table.drop_column("preview")
