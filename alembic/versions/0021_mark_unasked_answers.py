"""Mark the answers that nobody was asked for."""

import sqlalchemy as sa

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEX = "ix_label_unasked"
UNASKED = sa.text("NOT asked")


def upgrade() -> None:
    _add("annotation", "unasked", sa.false())
    _add("label", "asked", sa.true())
    op.execute(
        "UPDATE annotation SET unasked = (assignment_id IS NULL AND import_id IS NULL)"
        " WHERE assignment_id IS NULL"
    )
    op.execute(
        "UPDATE label SET asked = EXISTS (SELECT 1 FROM annotation WHERE live AND NOT unasked"
        " AND annotation.item_id = label.item_id) WHERE EXISTS (SELECT 1 FROM annotation"
        " WHERE live AND unasked AND annotation.item_id = label.item_id)"
    )
    op.create_index(INDEX, "label", ["project_id"], sqlite_where=UNASKED, postgresql_where=UNASKED)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="label")
    for table_name, column in (("label", "asked"), ("annotation", "unasked")):
        with op.batch_alter_table(table_name) as table:
            table.drop_column(column)


def _add(table_name: str, column: str, value: sa.ColumnElement[bool]) -> None:
    with op.batch_alter_table(table_name) as table:
        table.add_column(sa.Column(column, sa.Boolean(), nullable=False, server_default=value))
    with op.batch_alter_table(table_name) as table:
        table.alter_column(column, server_default=None)
