"""A known answer of an import may be several names with a separator between them."""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("separator", sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.drop_column("separator")
