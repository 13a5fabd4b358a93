"""When a class last got another description or a new example: looks before wear out no patience."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("label_class") as table:
        table.add_column(
            sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("label_class") as table:
        table.drop_column("written_at")
