"""Mix the items that wait for one more answer."""

import random

import sqlalchemy as sa

from alembic import op

revision = "0020"
down_revision = "0015"
branch_labels = None
depends_on = None

NAME = "ix_label_unfinished"
WAITS = sa.text("state = 'provisional'")
LABEL = sa.table(
    "label",
    sa.column("item_id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("place", sa.Float),
)


def upgrade() -> None:
    op.drop_index(NAME, table_name="label")
    with op.batch_alter_table("label") as table:
        table.add_column(sa.Column("place", sa.Float(), nullable=True))
    _give_places()
    _index("place")


def downgrade() -> None:
    op.drop_index(NAME, table_name="label")
    with op.batch_alter_table("label") as table:
        table.drop_column("place")
    _index("updated_at")


def _index(column: str) -> None:
    op.create_index(
        NAME, "label", ["project_id", column], sqlite_where=WAITS, postgresql_where=WAITS
    )


def _give_places() -> None:
    """Any will do: they must only say nothing of what was answered, and when."""
    asked = sa.select(LABEL.c.item_id).where(LABEL.c.state == "provisional")
    waiting = list(op.get_bind().execute(asked).scalars())
    put = LABEL.update().where(LABEL.c.item_id == sa.bindparam("item"))
    if waiting:
        op.get_bind().execute(
            put.values(place=sa.bindparam("new")),
            [{"item": item_id, "new": random.random()} for item_id in waiting],
        )
