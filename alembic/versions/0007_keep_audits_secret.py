"""Keep it secret what is audited."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

PROJECT = sa.table("project", sa.column("seed", sa.Integer), sa.column("audit_secret", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("audit_secret", sa.String(), nullable=True))
    # What a project's items are ordered by already: another secret would tear its sample apart.
    # It is no more secret than its seed was, which annotators could read until now.
    op.execute(PROJECT.update().values(audit_secret=sa.cast(PROJECT.c.seed, sa.String)))
    with op.batch_alter_table("project") as table:
        table.alter_column("audit_secret", existing_type=sa.String(), nullable=False)
    _number_items_apart_from_their_places(sa.Integer(), sa.BigInteger())


def downgrade() -> None:
    _number_items_apart_from_their_places(sa.BigInteger(), sa.Integer())
    with op.batch_alter_table("project") as table:
        table.drop_column("audit_secret")


def _number_items_apart_from_their_places(old: sa.Integer, new: sa.Integer) -> None:
    """On SQLite an integer primary key is a row's place in the table, another type's is not."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table("item", recreate="always") as table:
        table.alter_column("id", existing_type=old, type_=new, existing_nullable=False)
