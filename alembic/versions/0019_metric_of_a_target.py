"""A project names what its target is of; rounds keep every figure that it may name."""

import json

import sqlalchemy as sa

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

METRIC = sa.Enum(
    "accuracy", "exact_match", "jaccard", "micro_f1", "macro_f1",
    name="metric", native_enum=False, create_constraint=False, length=32,
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("metric", METRIC, nullable=False, server_default="accuracy"))
    op.execute("UPDATE project SET metric = 'exact_match' WHERE answer_kind = 'multi_label'")
    with op.batch_alter_table("project") as table:
        table.alter_column("metric", server_default=None)
    with op.batch_alter_table("figure") as table:
        table.add_column(sa.Column("of_sets", sa.JSON(), nullable=True))
        table.add_column(sa.Column("test_of_sets", sa.JSON(), nullable=True))
    with op.batch_alter_table("look") as table:
        table.add_column(sa.Column("shown_of_sets", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("look") as table:
        table.alter_column("shown_of_sets", server_default=None)
    _keep_figures_of_sets()


def _keep_figures_of_sets() -> None:
    """Rounds have had them; a round that is on the curve brings its own there."""
    connection = op.get_bind()
    rounds = connection.execute(
        sa.text(
            "SELECT round.project_id, round.number, round.metrics FROM round JOIN project "
            "ON project.id = round.project_id WHERE project.answer_kind = 'multi_label' "
            "AND round.measured_at IS NOT NULL"
        )
    ).all()
    figure = sa.table(
        "figure", sa.column("project_id"), sa.column("round"), sa.column("of_sets", sa.JSON)
    )
    for project, number, metrics in rounds:
        of_sets = ((json.loads(metrics) if isinstance(metrics, str) else metrics) or {}).get(
            "of_sets"
        )
        if of_sets:
            connection.execute(
                sa.update(figure)
                .where(figure.c.project_id == project, figure.c.round == number)
                .values(of_sets=of_sets)
            )


def downgrade() -> None:
    with op.batch_alter_table("look") as table:
        table.drop_column("shown_of_sets")
    with op.batch_alter_table("figure") as table:
        table.drop_column("test_of_sets")
        table.drop_column("of_sets")
    with op.batch_alter_table("project") as table:
        table.drop_column("metric")
