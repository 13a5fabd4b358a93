"""What models outside think of items."""

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
        "suggestion",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("class_id", ID, nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_suggestion_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["label_class.id"],
            name=op.f("fk_suggestion_class_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "model", "class_id", name=op.f("pk_suggestion")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_suggestion_class_id"), "suggestion", ["class_id"])


def downgrade() -> None:
    op.drop_table("suggestion")
