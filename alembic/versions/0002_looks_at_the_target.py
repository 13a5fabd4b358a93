"""What each look at the target showed is kept, and how sure and how dear a project wants it."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("audits", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_look_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "round", name=op.f("pk_look")),
    )
    op.add_column(
        "project", sa.Column("stop_level", sa.Float(), nullable=False, server_default="0.9")
    )
    op.add_column("project", sa.Column("value_per_point", sa.Float(), nullable=True))
    with op.batch_alter_table("project") as table:
        table.alter_column("stop_level", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.drop_column("value_per_point")
        table.drop_column("stop_level")
    op.drop_table("look")
