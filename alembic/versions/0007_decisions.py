"""Labels that somebody decides, beside what annotators answer, and who saw what a model thinks."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOURCE = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        _reference("project_id"),
        _reference("item_id"),
        _reference("user_id"),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("source", SOURCE, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _key("decision", "project"),
        _key("decision", "item"),
        _key("decision", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("batch", "item_id", name=op.f("uq_decision_batch_item_id")),
    )
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"])
    op.create_index(
        "ix_decision_live",
        "decision",
        ["item_id"],
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "decision_class",
        _reference("decision_id"),
        _reference("class_id"),
        _key("decision_class", "decision"),
        _key("decision_class", "class", "label_class"),
        sa.PrimaryKeyConstraint("decision_id", "class_id", name=op.f("pk_decision_class")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_decision_class_class_id"), "decision_class", ["class_id"])
    op.create_table(
        "exposure",
        _reference("item_id"),
        _reference("user_id"),
        _key("exposure", "item"),
        _key("exposure", "user"),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_exposure")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("label") as table:
        table.add_column(sa.Column("truth", sa.JSON(), nullable=True))
        table.add_column(sa.Column("decided_as", SOURCE, nullable=True))
        table.add_column(sa.Column("decided_by", ID, nullable=True))
        table.create_foreign_key(
            op.f("fk_label_decided_by"), "user", ["decided_by"], ["id"], ondelete="CASCADE"
        )


def _reference(name: str) -> sa.Column[int]:
    return sa.Column(name, ID, nullable=False)


def _key(table: str, to: str, target: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{to}_id"],
        [f"{target or to}.id"],
        name=op.f(f"fk_{table}_{to}_id"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    with op.batch_alter_table("label") as table:
        table.drop_constraint(op.f("fk_label_decided_by"), type_="foreignkey")
        table.drop_column("decided_by")
        table.drop_column("decided_as")
        table.drop_column("truth")
    op.drop_table("exposure")
    op.drop_table("decision_class")
    op.drop_table("decision")
