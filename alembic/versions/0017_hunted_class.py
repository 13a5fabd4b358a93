"""What was asked about because it might be of a class says of which."""

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("assignment", "ranking")
IS_HUNTED = sa.text("hunted_class_id IS NOT NULL")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("hunted_class_id", ID, nullable=True))
            table.create_foreign_key(
                _key(name), "label_class", ["hunted_class_id"], ["id"], ondelete="CASCADE"
            )
    op.create_index(
        "ix_assignment_hunted",
        "assignment",
        ["hunted_class_id"],
        sqlite_where=IS_HUNTED,
        postgresql_where=IS_HUNTED,
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_hunted", "assignment")
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(_key(name), type_="foreignkey")
            table.drop_column("hunted_class_id")


def _key(table: str) -> str:
    return op.f(f"fk_{table}_hunted_class_id")
