"""Rounds rest while several people label, and say how many were skipped meanwhile."""

import sqlalchemy as sa

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("skipped", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("round") as table:
        table.alter_column("skipped", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.drop_column("skipped")
    with op.batch_alter_table("project") as table:
        table.drop_column("rests_until")
