"""Classes have colours and former names, merge and retire; a project knows that they changed.

A class was retired so far when it came with an import that isn't ready or was taken back: that is
hidden now.
"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLASS = sa.table("label_class", sa.column("state"))
OF_MERGED = "fk_label_class_merged_into"


def upgrade() -> None:
    with op.batch_alter_table("label_class") as table:
        table.add_column(sa.Column("colour", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        table.add_column(sa.Column("merged_into", ID, nullable=True))
        table.add_column(
            sa.Column("former_names", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        table.create_foreign_key(
            OF_MERGED, "label_class", ["merged_into"], ["id"], ondelete="CASCADE"
        )
    with op.batch_alter_table("label_class") as table:
        table.alter_column("former_names", server_default=None)
    with op.batch_alter_table("project") as table:
        table.add_column(
            sa.Column("classes_version", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("project") as table:
        table.alter_column("classes_version", server_default=None)
    op.execute(CLASS.update().where(CLASS.c.state == "retired").values(state="hidden"))


def downgrade() -> None:
    op.execute(CLASS.update().where(CLASS.c.state == "hidden").values(state="retired"))
    op.execute(CLASS.update().where(CLASS.c.state == "merged").values(state="retired"))
    with op.batch_alter_table("project") as table:
        table.drop_column("classes_version")
    with op.batch_alter_table("label_class") as table:
        table.drop_constraint(OF_MERGED, type_="foreignkey")
        table.drop_column("former_names")
        table.drop_column("merged_into")
        table.drop_column("colour")
