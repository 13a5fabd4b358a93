"""Note the CPU-seconds of every job, and of those that were cleared away."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0021"
branch_labels = None
depends_on = None

# What rounds took is all that is known of the work before.
KNOWN = """
UPDATE project SET past_cpu_seconds = COALESCE(
    (SELECT SUM(r.cpu_seconds) FROM "round" AS r WHERE r.project_id = project.id), 0
)
"""


def upgrade() -> None:
    for name, column in (("job", "cpu_seconds"), ("project", "past_cpu_seconds")):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(column, sa.Float(), nullable=False, server_default="0"))
    op.execute(sa.text(KNOWN))
    for name, column in (("job", "cpu_seconds"), ("project", "past_cpu_seconds")):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    for name, column in (("project", "past_cpu_seconds"), ("job", "cpu_seconds")):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
