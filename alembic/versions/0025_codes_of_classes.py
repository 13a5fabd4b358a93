"""Classes have codes: two letters that answer with them, for good."""

from itertools import groupby

import sqlalchemy as sa
import sqlmodel

from alembic import op
from service.core.targets.class_codes import class_codes

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CLASS = sa.table(
    "label_class",
    *(sa.column(name) for name in ("id", "project_id", "position", "name", "code")),
)


def upgrade() -> None:
    with op.batch_alter_table("label_class") as table:
        table.add_column(sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    order = CLASS.c.project_id, CLASS.c.position, CLASS.c.id
    rows = op.get_bind().execute(sa.select(CLASS).order_by(*order)).all()
    for _, of_project in groupby(rows, lambda row: row.project_id):
        classes = list(of_project)
        # Which codes they get doesn't matter, as long as they keep them.
        codes = class_codes([each.name for each in classes], ())
        for each, code in zip(classes, codes, strict=True):
            op.execute(CLASS.update().where(CLASS.c.id == each.id).values(code=code))


def downgrade() -> None:
    with op.batch_alter_table("label_class") as table:
        table.drop_column("code")
