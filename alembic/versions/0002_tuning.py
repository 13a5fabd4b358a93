"""Whether encoders learn from a project's labels, what that may take, and what it has taken."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(
            sa.Column("tuning", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(sa.Column("tuning_seconds", sa.Float(), nullable=True))
    with op.batch_alter_table("project") as table:
        table.alter_column("tuning", server_default=None)
    with op.batch_alter_table("view") as table:
        table.add_column(
            sa.Column("learning_seconds", sa.Float(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("view") as table:
        table.alter_column("learning_seconds", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("view") as table:
        table.drop_column("learning_seconds")
    with op.batch_alter_table("project") as table:
        table.drop_column("tuning_seconds")
        table.drop_column("tuning")
