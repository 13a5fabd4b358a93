"""What an encoder learnt from a project's texts, and which views a round read."""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("view") as table:
        table.add_column(sa.Column("fitted", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        table.add_column(sa.Column("fitted_on", sa.Integer(), nullable=True))
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("views", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("round") as table:
        table.alter_column("views", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.drop_column("views")
    with op.batch_alter_table("view") as table:
        table.drop_column("fitted_on")
        table.drop_column("fitted")
