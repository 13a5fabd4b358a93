"""Labels that a machine gives under a certificate, and the checks that this rests on."""

import sqlalchemy as sa

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "project",
        sa.Column("certifying", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("project") as table:
        table.alter_column("certifying", server_default=None)
    op.create_table(
        "certificate",
        sa.Column("id", ID, nullable=False),
        sa.Column("project_id", ID, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("error", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("risk", sa.Float(), nullable=False),
        sa.Column("most_checks", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("finishing", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        _reference("certificate", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(op.f("ix_certificate_project_id"), "certificate", ["project_id"])
    _unique_where("uq_certificate_under_way", "state IN ('checking', 'writing')")
    _unique_where("uq_certificate_issued", "state = 'issued'")
    op.create_table(
        "certificate_check",
        sa.Column("certificate_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("project_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        _reference("certificate_check", "certificate_id", "certificate"),
        _reference("certificate_check", "item_id", "item"),
        _reference("certificate_check", "project_id", "project"),
        sa.PrimaryKeyConstraint("certificate_id", "item_id", name=op.f("pk_certificate_check")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_certificate_check_item_id"), "certificate_check", ["item_id"])
    op.create_index(
        "ix_certificate_check_open",
        "certificate_check",
        ["project_id", "place"],
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "machine_label",
        sa.Column("certificate_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("class_id", ID, nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        _reference("machine_label", "certificate_id", "certificate"),
        _reference("machine_label", "item_id", "item"),
        _reference("machine_label", "class_id", "label_class"),
        sa.PrimaryKeyConstraint("certificate_id", "item_id", name=op.f("pk_machine_label")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_machine_label_item_id"), "machine_label", ["item_id"])
    op.create_index(op.f("ix_machine_label_class_id"), "machine_label", ["class_id"])


def _unique_where(name: str, states: str) -> None:
    op.create_index(
        name,
        "certificate",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text(states),
        postgresql_where=sa.text(states),
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    op.drop_table("machine_label")
    op.drop_table("certificate_check")
    op.drop_table("certificate")
    with op.batch_alter_table("project") as table:
        table.drop_column("certifying")
