"""How many items are audited is a word instead of a share; a round keeps its schedule and folds.

A share becomes the word nearest to it, and the history says so. A project without audits gets the
fewest: it would never be told anything.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = sa.Enum("fewest", "balanced", "proof", name="audits", native_enum=False, length=32)
SHARES = {"fewest": 0.1, "balanced": 0.15, "proof": 0.2}
PROJECT = sa.table("project", sa.column("id"), sa.column("audits"), sa.column("audit_share"))
COUNTER = sa.table(
    "counter", *map(sa.column, ("project_id", "name", "day", "key", "value"))
)  # fmt: skip
CHANGE = sa.table(
    "setting_change",
    sa.column("project_id"),
    sa.column("name"),
    sa.column("value", sa.JSON()),
    sa.column("labels"),
    sa.column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime()),
)


def upgrade() -> None:
    op.add_column("project", sa.Column("audits", WORDS, nullable=False, server_default="balanced"))
    op.execute(PROJECT.update().where(PROJECT.c.audit_share <= 0.12).values(audits="fewest"))
    op.execute(PROJECT.update().where(PROJECT.c.audit_share > 0.17).values(audits="proof"))
    _tell_histories()
    with op.batch_alter_table("project") as table:
        table.alter_column("audits", server_default=None)
        table.drop_column("audit_share")
    op.add_column("round", sa.Column("audits", WORDS, nullable=True))
    op.add_column("round", sa.Column("folds", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.add_column(
        "project", sa.Column("audit_share", sa.Float(), nullable=False, server_default="0.15")
    )
    for word, share in SHARES.items():
        op.execute(PROJECT.update().where(PROJECT.c.audits == word).values(audit_share=share))
    _tell_histories_as_shares()
    with op.batch_alter_table("project") as table:
        table.alter_column("audit_share", server_default=None)
        table.drop_column("audits")
    with op.batch_alter_table("round") as table:
        table.drop_column("folds")
        table.drop_column("audits")


def _tell_histories() -> None:
    labels = (
        sa.select(sa.func.coalesce(sa.func.sum(COUNTER.c.value), 0))
        .where(COUNTER.c.project_id == PROJECT.c.id, COUNTER.c.name == "labels")
        .where(COUNTER.c.day == 0, COUNTER.c.key == 0)
        .scalar_subquery()
    )
    histories = (
        op.get_bind()
        .execute(sa.select(PROJECT.c.id, PROJECT.c.audits, labels).order_by(PROJECT.c.id))
        .all()
    )
    now = datetime.now(UTC)
    rows = [
        {"project_id": project, "name": "audits", "value": word, "labels": n, "changed_at": now}
        for project, word, n in histories
    ]
    op.bulk_insert(CHANGE, rows)


def _tell_histories_as_shares() -> None:
    """Rounds refer to changes: none may go."""
    of_audits = CHANGE.c.name == "audits"
    for word, share in SHARES.items():
        is_word = sa.cast(CHANGE.c.value, sa.Text()) == f'"{word}"'
        changed = CHANGE.update().where(of_audits, is_word)
        op.execute(changed.values(name="audit_share", value=share))
