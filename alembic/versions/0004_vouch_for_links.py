"""Note who made a link that signs someone in."""

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in_link") as table:
        table.add_column(sa.Column("made_by", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_sign_in_link_made_by", "user", ["made_by"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("sign_in_link") as table:
        table.drop_constraint("fk_sign_in_link_made_by", type_="foreignkey")
        table.drop_column("made_by")
