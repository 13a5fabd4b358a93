"""Note how a file is encoded and quoted, and what of it may not be meant."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("encoding", sa.String(), nullable=False, server_default="utf-8"))
        table.add_column(
            sa.Column("quoting", sa.String(), nullable=False, server_default="standard")
        )
        table.add_column(sa.Column("warnings", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("import") as table:  # what is there has them now
        table.alter_column("encoding", server_default=None)
        table.alter_column("quoting", server_default=None)
        table.alter_column("warnings", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.drop_column("warnings")
        table.drop_column("quoting")
        table.drop_column("encoding")
