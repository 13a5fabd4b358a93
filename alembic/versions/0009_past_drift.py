"""Keeps what comparisons of texts of today with a project's found."""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "drift_record",
        sa.Column("id", ID, nullable=False),
        sa.Column("project_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("classes_changed", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("similarity", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("checked", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("compared_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("compared_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], ondelete="CASCADE", name="fk_drift_record_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["compared_by"], ["user.id"], ondelete="CASCADE", name="fk_drift_record_compared_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drift_record"),
    )
    op.create_index("ix_drift_record_project_id", "drift_record", ["project_id"])


def downgrade() -> None:
    op.drop_table("drift_record")
