"""Counts what the model is used on, day by day."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "day_of_use",
        sa.Column("project_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("pool", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("used", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], ondelete="CASCADE", name="fk_day_of_use_project_id"
        ),
        sa.PrimaryKeyConstraint("project_id", "round", "day", name="pk_day_of_use"),
    )


def downgrade() -> None:
    op.drop_table("day_of_use")
