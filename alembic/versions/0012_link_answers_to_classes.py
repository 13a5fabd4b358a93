"""Link labels and answers to the classes that they name."""

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, key, of, kind in (
        ("item_class", "item_id", "label.item_id", sa.Integer()),
        ("annotation_class", "annotation_id", "annotation.id", sa.Uuid()),
    ):
        op.create_table(
            table,
            sa.Column(key, kind, nullable=False),
            sa.Column("class_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint([key], [of], name=f"fk_{table}_{key}", ondelete="CASCADE"),
            sa.ForeignKeyConstraint(
                ["class_id"], ["label_class.id"], name=f"fk_{table}_class_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(key, "class_id", name=f"pk_{table}"),
            sqlite_with_rowid=False,
        )
        op.create_index(f"ix_{table}_class_id", table, ["class_id"])
        _fill(table, key, *of.split("."))


def _fill(table: str, key: str, source: str, source_key: str) -> None:
    """From the answers that are there, which are lists of class ids."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    each = "json_array_elements_text" if is_postgresql else "json_each"
    op.execute(
        f"INSERT INTO {table} ({key}, class_id) "
        f"SELECT DISTINCT {source}.{source_key}, label_class.id "
        f"FROM {source}, {each}({source}.answer) AS named, label_class "
        "WHERE label_class.id = CAST(named.value AS INTEGER)"
    )


def downgrade() -> None:
    op.drop_table("annotation_class")
    op.drop_table("item_class")
