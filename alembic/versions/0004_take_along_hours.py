"""For how long people may take items of a project along."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(
            sa.Column("take_along_hours", sa.Integer(), nullable=False, server_default="24")
        )
    with op.batch_alter_table("project") as table:
        table.alter_column("take_along_hours", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.drop_column("take_along_hours")
