"""Jobs say how fast they get on, and since when they don't."""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job") as table:
        table.add_column(sa.Column("pace", sa.Float(), nullable=True))
        table.add_column(
            sa.Column("advanced_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("job") as table:
        table.drop_column("advanced_at")
        table.drop_column("pace")
