"""Whether the people who run a project see how fast each person labels."""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(
            sa.Column("shows_pace", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("project") as table:
        table.alter_column("shows_pace", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.drop_column("shows_pace")
