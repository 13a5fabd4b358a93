"""Tells programs from people, and which token a link or an invitation was made with."""

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAGS = (("user", "is_program"), ("project", "programs_count"))
LINKS = ("invitation", "sign_in_link")


def upgrade() -> None:
    for name, column in FLAGS:
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)
    for name in LINKS:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("made_with", ID, nullable=True))


def downgrade() -> None:
    for name in LINKS:
        with op.batch_alter_table(name) as table:
            table.drop_column("made_with")
    for name, column in FLAGS:
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
