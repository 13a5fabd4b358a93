"""Second answers where they pay: whether a project asks for any."""

import sqlalchemy as sa

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(
            sa.Column("relabel", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("project") as table:
        table.alter_column("relabel", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.drop_column("relabel")
