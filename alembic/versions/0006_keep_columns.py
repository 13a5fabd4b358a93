"""Note the columns of an import's data, and keep labels that are only kept among them."""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0007"
branch_labels = None
depends_on = None

# As text: what a database makes of numbers and characters on the way stays out of it.
KEEP_LABELS = """
    UPDATE item_source SET label = NULL, data = (
        CASE WHEN {text} LIKE '{{_%' AND {text} != '{{}}'
        THEN rtrim(substr({text}, 1, length({text}) - 1)) || ', ' || substr({label}, 2)
        ELSE {label} END
    ){to}
    FROM import WHERE import.id = item_source.import_id
    AND import.labels = 'ignore' AND item_source.label IS NOT NULL
"""
ON_SQLITE = (
    KEEP_LABELS.format(
        to="",
        text="item_source.data",
        label="json_object(coalesce(json_extract(import.columns, '$.label'), 'label'), label)",
    ),
    """
    UPDATE import SET column_names = coalesce((
        SELECT json_group_array(key) FROM (
            SELECT DISTINCT each.key FROM item_source, json_each(item_source.data) AS each
            WHERE item_source.import_id = import.id AND each.key IS NOT NULL LIMIT 1001
        )
    ), '[]')
    """,
)
ON_POSTGRESQL = (
    KEEP_LABELS.format(
        to="::json",
        text="item_source.data::text",
        label="json_build_object(coalesce(import.columns ->> 'label', 'label'), label)::text",
    ),
    """
    UPDATE import SET column_names = coalesce((
        SELECT json_agg(key) FROM (
            SELECT DISTINCT json_object_keys(item_source.data) AS key FROM item_source
            WHERE item_source.import_id = import.id AND json_typeof(item_source.data) = 'object'
            AND strpos(item_source.data::text, '\\u0000') = 0 LIMIT 1001
        ) AS names
    ), '[]')
    """,
)


def upgrade() -> None:
    with op.batch_alter_table("import") as table:
        table.add_column(sa.Column("column_names", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(
            sa.Column("fold_case", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("import") as table:
        table.alter_column("column_names", server_default=None)
        table.alter_column("fold_case", server_default=None)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in ON_POSTGRESQL if is_postgresql else ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Labels that were kept stay where exports have them: in the data."""
    with op.batch_alter_table("import") as table:
        table.drop_column("fold_case")
        table.drop_column("column_names")
