"""Import known answers and take imports back."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TOUCHED = "state IN ('leased', 'answered', 'skipped')"
OLD_KEY = "uq_item_project_id_role_content_hash"
NEW_KEY = "uq_item_project_id_role_audit_key_content_hash"
GIVEN_KEY = "ix_annotation_import_id_project_id_user_id"
SHARD_KEY = "uq_shard_project_id_fingerprint_first"
SHARD_COLUMNS = ["project_id", "fingerprint", "first"]


def upgrade() -> None:
    with op.batch_alter_table("item") as table:
        table.drop_constraint(OLD_KEY, type_="unique")
        table.create_unique_constraint(NEW_KEY, ["project_id", "role", "audit_key", "content_hash"])
    with op.batch_alter_table("ranking") as table:
        table.drop_constraint("uq_ranking_project_id_item_id", type_="unique")
        table.create_unique_constraint("uq_ranking_item_id", ["item_id"])
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("conflicts", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("class_ids", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("import") as table:
        table.alter_column("conflicts", server_default=None)
        table.alter_column("class_ids", server_default=None)
    _note_known_answers()
    _replace_import_key("state NOT IN ('failed', 'reverted')")
    _replace_touched(f"{TOUCHED} AND source != 'import'")
    _let_shards_retire()
    _embedding_by_key()
    _find_what_goes_too()
    _say_what_computes()


def downgrade() -> None:
    _look_through_all()
    _say_nothing_of_it()
    _embedding_by_shard()
    _keep_shards()
    _replace_touched(TOUCHED)
    _replace_import_key("state != 'failed'")
    _forget_known_answers()
    with op.batch_alter_table("import") as table:
        table.drop_column("class_ids")
        table.drop_column("conflicts")
    with op.batch_alter_table("ranking") as table:
        table.drop_constraint("uq_ranking_item_id", type_="unique")
        table.create_unique_constraint("uq_ranking_project_id_item_id", ["project_id", "item_id"])
    with op.batch_alter_table("item") as table:
        table.drop_constraint(NEW_KEY, type_="unique")
        table.create_unique_constraint(OLD_KEY, ["project_id", "role", "content_hash"])


def _replace_import_key(where: str) -> None:
    _replace("uq_import_project_id_key", "import", ["project_id", "key"], where)


def _replace_touched(where: str) -> None:
    _replace("uq_assignment_item_id_user_id", "assignment", ["item_id", "user_id"], where)


def _replace(name: str, table: str, columns: list[str], where: str) -> None:
    op.drop_index(name, table_name=table)
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition
    )


def _say_what_computes() -> None:
    for name in ("round", "worker"):
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column("compute", sa.String(), nullable=False, server_default="numpy")
            )
        with op.batch_alter_table(name) as table:
            table.alter_column("compute", server_default=None)


def _say_nothing_of_it() -> None:
    for name in ("round", "worker"):
        with op.batch_alter_table(name) as table:
            table.drop_column("compute")


def _note_known_answers() -> None:
    with op.batch_alter_table("annotation") as table:
        table.drop_index("ix_annotation_project_id_user_id")
        table.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_annotation_import_id", "import", ["import_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index(GIVEN_KEY, "annotation", ["import_id", "project_id", "user_id"])
    with op.batch_alter_table("item_source") as table:
        table.add_column(
            sa.Column("conflict", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("item_source") as table:
        table.alter_column("conflict", server_default=None)
    _partial_index("ix_item_source_conflict", "item_source", ["import_id", "id"], "conflict")


def _forget_known_answers() -> None:
    op.drop_index("ix_item_source_conflict", table_name="item_source")
    with op.batch_alter_table("item_source") as table:
        table.drop_column("conflict")
    op.drop_index(GIVEN_KEY, table_name="annotation")
    with op.batch_alter_table("annotation") as table:
        table.drop_constraint("fk_annotation_import_id", type_="foreignkey")
        table.drop_column("import_id")
        table.create_index("ix_annotation_project_id_user_id", ["project_id", "user_id"])


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _let_shards_retire() -> None:
    with op.batch_alter_table("shard") as table:
        table.drop_constraint(SHARD_KEY, type_="unique")
        table.add_column(sa.Column("encoder", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("items", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("encoder_fingerprint", sa.String(), nullable=True))
        table.add_column(sa.Column("neighbours", sa.String(), nullable=True))
    op.execute(
        "UPDATE shard SET encoder = (SELECT encoder FROM project WHERE id = shard.project_id)"
    )
    op.execute(
        "UPDATE shard SET items = (SELECT count(*) FROM item WHERE role = 'pool'"
        " AND item.project_id = shard.project_id AND ordinal >= shard.first"
        " AND ordinal < shard.first + shard.rows)"
    )
    # The vectors that rounds worked on until now: those of the shard that came last.
    op.execute(
        "UPDATE project SET encoder_fingerprint = (SELECT fingerprint FROM shard"
        " WHERE project_id = project.id ORDER BY first DESC, id DESC LIMIT 1)"
    )
    with op.batch_alter_table("shard") as table:
        table.alter_column("encoder", server_default=None)
        table.alter_column("items", server_default=None)
        table.create_index("ix_shard_project_id", ["project_id"])
    condition = sa.text("retired_at IS NULL")
    op.create_index(
        SHARD_KEY,
        "shard",
        SHARD_COLUMNS,
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _keep_shards() -> None:
    op.execute("DELETE FROM shard WHERE retired_at IS NOT NULL")
    op.drop_index(SHARD_KEY, table_name="shard")
    with op.batch_alter_table("project") as table:
        table.drop_column("neighbours")
        table.drop_column("encoder_fingerprint")
    with op.batch_alter_table("shard") as table:
        table.drop_index("ix_shard_project_id")
        table.drop_column("retired_at")
        table.drop_column("items")
        table.drop_column("encoder")
        table.create_unique_constraint(SHARD_KEY, SHARD_COLUMNS)


def _embedding_by_key() -> None:
    """Nothing wrote to it before."""
    op.drop_table("embedding")
    op.create_table(
        "embedding",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name="fk_embedding_project_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name="pk_embedding"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_embedding_project_id", "embedding", ["project_id"])


def _embedding_by_shard() -> None:
    op.drop_table("embedding")
    op.create_table(
        "embedding",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("shard_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shard_id"], ["shard.id"], name="fk_embedding_shard_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fingerprint", "text_hash", name="pk_embedding"),
    )
    op.create_index("ix_embedding_shard_id", "embedding", ["shard_id"])


def _find_what_goes_too() -> None:
    """Deleting an assignment looks for its answers, deleting a job for its parts."""
    op.create_index("ix_annotation_assignment_id", "annotation", ["assignment_id"])
    has_parent = sa.text("parent_id IS NOT NULL")
    op.create_index(
        "ix_job_parent_id",
        "job",
        ["parent_id"],
        sqlite_where=has_parent,
        postgresql_where=has_parent,
    )


def _look_through_all() -> None:
    op.drop_index("ix_job_parent_id", table_name="job")
    op.drop_index("ix_annotation_assignment_id", table_name="annotation")
