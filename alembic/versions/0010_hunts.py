"""Classes have example sentences, and what was looked at for a class is kept."""

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("live")


def upgrade() -> None:
    op.create_table(
        "class_example",
        sa.Column("class_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _reference("class_example", "class_id", "label_class"),
        sa.PrimaryKeyConstraint("class_id", "position", name=op.f("pk_class_example")),
    )
    op.create_table(
        "hunt_look",
        sa.Column("id", ID, nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("class_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        _reference("hunt_look", "class_id", "label_class"),
        _reference("hunt_look", "item_id", "item"),
        _reference("hunt_look", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hunt_look")),
        sa.UniqueConstraint("batch", name=op.f("uq_hunt_look_batch")),
    )
    op.create_index(op.f("ix_hunt_look_class_id"), "hunt_look", ["class_id"])
    op.create_index(op.f("ix_hunt_look_item_id"), "hunt_look", ["item_id"])
    op.create_index(
        "uq_hunt_look_live",
        "hunt_look",
        ["class_id", "item_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    op.drop_table("hunt_look")
    op.drop_table("class_example")
