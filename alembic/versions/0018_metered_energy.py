"""Jobs say what energy the machine's counters saw, and over how many of their CPU-seconds."""

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = ("joules", "metered_cpu_seconds")


def upgrade() -> None:
    for name in ("job", "past_work"):
        with op.batch_alter_table(name) as table:
            for column in COLUMNS:
                table.add_column(sa.Column(column, sa.Float(), nullable=False, server_default="0"))
        with op.batch_alter_table(name) as table:
            for column in COLUMNS:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    for name in ("job", "past_work"):
        with op.batch_alter_table(name) as table:
            for column in COLUMNS:
                table.drop_column(column)
