"""Finds how many labels each person has set in a project, for its overview."""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "ix_decision_of_person"


def upgrade() -> None:
    op.create_index(
        NAME,
        "decision",
        ["project_id", "user_id", "created_at"],
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )


def downgrade() -> None:
    op.drop_index(NAME, table_name="decision")
