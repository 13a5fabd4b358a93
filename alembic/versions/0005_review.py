"""Who answered an item and whether they agree, who decides then, and what becomes of notes."""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
LABEL = sa.table(
    "label", *map(sa.column, ("item_id", "asked", "people", "disputed"))
)  # fmt: skip
ANNOTATION = sa.table(
    "annotation", *map(sa.column, ("item_id", "live", "unasked", "import_id", "answer"))
)
INDEXES = (
    ("ix_label_shared", "label", ["project_id", "place"], "people > 1"),
    ("ix_label_disputed", "label", ["project_id", "ordinal"], "disputed"),
    ("ix_note_open", "note", ["project_id", "id"], "resolved_at IS NULL"),
    (
        *("ix_note_unread", "note", ["project_id", "user_id"]),
        "replied_at IS NOT NULL AND reply_read_at IS NULL",
    ),
)


def upgrade() -> None:
    for table, name, kind, default in (
        ("label", "people", sa.Integer(), "0"),
        ("label", "disputed", sa.Boolean(), sa.false()),
        ("member", "adjudicates", sa.Boolean(), sa.false()),
        ("note", "reply", sa.String(), ""),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.execute(LABEL.update().values(people=_people(), disputed=_disputed()))
    with op.batch_alter_table("label") as table:
        table.alter_column("people", server_default=None)
        table.alter_column("disputed", server_default=None)
    with op.batch_alter_table("member") as table:
        table.alter_column("adjudicates", server_default=None)
    with op.batch_alter_table("note") as table:
        table.alter_column("reply", server_default=None)
        for name in ("resolved_at", "replied_at", "reply_read_at"):
            table.add_column(sa.Column(name, TIME, nullable=True))
        for name in ("resolved_by", "replied_by"):
            table.add_column(sa.Column(name, ID, nullable=True))
            key = op.f(f"fk_note_{name}")
            table.create_foreign_key(key, "user", [name], ["id"], ondelete="CASCADE")
    for name, table_name, columns, where in INDEXES:
        condition = sa.text(where)
        op.create_index(
            name, table_name, columns, sqlite_where=condition, postgresql_where=condition
        )


def _answers() -> sa.Select[int]:
    """Of a label's item, those that stand."""
    count = sa.select(sa.func.count()).select_from(ANNOTATION)
    return count.where(ANNOTATION.c.item_id == LABEL.c.item_id, ANNOTATION.c.live)


def _people() -> sa.ScalarSelect[int]:
    count = _answers().where(~ANNOTATION.c.unasked, ANNOTATION.c.import_id.is_(None))
    return count.scalar_subquery()


def _disputed() -> sa.ColumnElement[bool]:
    """What nobody was asked for counts only where that is all there is."""
    text = sa.cast(ANNOTATION.c.answer, sa.Text())
    counted = _answers().where(sa.or_(~ANNOTATION.c.unasked, ~LABEL.c.asked))
    return counted.with_only_columns(sa.func.count(sa.distinct(text))).scalar_subquery() > 1


def downgrade() -> None:
    for name, table_name, _, _ in INDEXES:
        op.drop_index(name, table_name)
    with op.batch_alter_table("note") as table:
        for name in ("resolved_by", "replied_by"):
            table.drop_constraint(op.f(f"fk_note_{name}"), type_="foreignkey")
            table.drop_column(name)
        for name in ("resolved_at", "replied_at", "reply_read_at", "reply"):
            table.drop_column(name)
    with op.batch_alter_table("member") as table:
        table.drop_column("adjudicates")
    with op.batch_alter_table("label") as table:
        table.drop_column("disputed")
        table.drop_column("people")
