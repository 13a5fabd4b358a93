"""Views that rounds have no use for rest."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("view") as table:
        table.add_column(sa.Column("rests_from", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("watched_from", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("view") as table:
        table.alter_column("watched_from", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("view") as table:
        table.drop_column("watched_from")
        table.drop_column("rests_from")
