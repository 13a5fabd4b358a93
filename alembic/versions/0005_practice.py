"""Settled texts that new annotators label for practice, and how many of them."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("practice", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("project") as table:
        table.alter_column("practice", server_default=None)
    op.create_table(
        "practice_text",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("project_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{target}_id"],
                [f"{target}.id"],
                name=op.f(f"fk_practice_text_{target}_id"),
                ondelete="CASCADE",
            )
            for target in ("item", "user", "project")
        ),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_practice_text")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_practice_text_round", "practice_text", ["project_id", "user_id", "place"])


def downgrade() -> None:
    op.drop_table("practice_text")
    with op.batch_alter_table("project") as table:
        table.drop_column("practice")
