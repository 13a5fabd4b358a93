"""Items and their rows refer to one row each: what else they name follows from that one.

An import's rows are checked one by one, and each reference took as much of PostgreSQL as a row's
place in an index.
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

IMPLIED = (("item", "project_id", "project"), ("item_source", "import_id", "import"))


def upgrade() -> None:
    for table, column, _ in IMPLIED:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")


def downgrade() -> None:
    for table, column, target in IMPLIED:
        with op.batch_alter_table(table) as changed:
            name = op.f(f"fk_{table}_{column}")
            changed.create_foreign_key(name, target, [column], ["id"], ondelete="CASCADE")
