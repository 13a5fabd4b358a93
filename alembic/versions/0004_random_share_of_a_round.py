"""A round records how much of its ranking was drawn at random in the strategy's place."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("random_share", sa.Float(), nullable=False, server_default="0"))
    with op.batch_alter_table("round") as table:
        table.alter_column("random_share", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.drop_column("random_share")
