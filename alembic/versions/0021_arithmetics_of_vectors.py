"""Shards say in which numbers their vectors were computed; of those that are there nobody knows."""

import sqlalchemy as sa

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shard") as table:
        table.add_column(sa.Column("arithmetics", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("shard") as table:
        table.drop_column("arithmetics")
