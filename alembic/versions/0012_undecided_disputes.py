"""Labels on which answers differ are found without those that somebody has decided."""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _index("project_id", "decided_as", "ordinal")


def downgrade() -> None:
    _index("project_id", "ordinal")


def _index(*columns: str) -> None:
    op.drop_index("ix_label_disputed", "label")
    op.create_index(
        "ix_label_disputed",
        "label",
        [*columns],
        sqlite_where=sa.text("disputed"),
        postgresql_where=sa.text("disputed"),
    )
