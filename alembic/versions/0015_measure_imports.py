"""Note how many bytes an import holds, unpacked."""

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("unpacked", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(sa.text('UPDATE "import" SET unpacked = size'))  # the least that it can be
    with op.batch_alter_table("import") as table:
        table.alter_column("unpacked", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.drop_column("unpacked")
