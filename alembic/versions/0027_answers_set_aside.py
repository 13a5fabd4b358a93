"""Answers of a person that count no longer."""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("annotation", sa.Column("set_aside_at", sqlmodel.sql.sqltypes.UTCDateTime()))
    op.create_index(
        "ix_annotation_set_aside",
        "annotation",
        ["project_id", "user_id"],
        unique=False,
        sqlite_where=sa.text("set_aside_at IS NOT NULL"),
        postgresql_where=sa.text("set_aside_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_annotation_set_aside", "annotation")
    op.drop_column("annotation", "set_aside_at")
