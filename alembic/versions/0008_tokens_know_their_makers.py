"""Note which token a token was made with."""

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_token") as table:
        table.add_column(sa.Column("made_by", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_api_token_made_by", "api_token", ["made_by"], ["id"], ondelete="CASCADE"
        )
        table.create_index("ix_api_token_made_by", ["made_by"])


def downgrade() -> None:
    with op.batch_alter_table("api_token") as table:
        table.drop_index("ix_api_token_made_by")
        table.drop_constraint("fk_api_token_made_by", type_="foreignkey")
        table.drop_column("made_by")
