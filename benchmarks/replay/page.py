"""benchmarks/results/acquisition.md and its pictures, from what the campaigns amount to.

Of campaigns with several encoders it is acquisition-views.md.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.replay.report import Compared, Row, duels, heading, ranks, table
from service.core.replay.held_out import ScoredBy
from workers.replay import picture, report

PLAYED = """\
Each contender is a strategy and the head that it is ranked by and that is released, from the first
label on, on the same seeds. A point of a curve is the released head's figure after a batch; area
is the mean of the points, first quarter that of the points within a quarter of the budget.
Differences are paired by seed and in points; ≥ is the one-sided lower 95 % bound. `auto` is charged
10 % of its labels as audit items. Labels to 90 %: from where on the mean curve stays at 90 % of the
accuracy with every label (logistic regression, C by 5-fold cross-validation). `skactiveml.` and
`smalltext.` are the query strategies of scikit-activeml and small-text. Times are of one core: of a
campaign, and of a query of the strategy in it. What each change is worth alone:
[a table of its own](each-change.md)."""
ONE_VIEW = """\
All have the vectors of one encoder. New projects have three views, `auto@1` and
`mixture@1`: [several encoders](acquisition-views.md)."""
VIEWS = """\
All have the vectors of {views}.
`mixture@1` weighs them, and strategies see them by its weights; `concatenated.logistic` is logistic
regression, C = 10, on all of them side by side, as one does without a head for several encoders,
and strategies see them so. Labels to 90 % are of what the first encoder reaches with all labels.
All retrain after every so many labels as a point of a curve has (banking77: 25). By default a
project does after five: [what that is worth](each-change.md)."""
MOST_DRAWN = 6
DEVELOPMENT = """\
**These are development figures**: half of each train split is the pool, and rows of the other half
are scored on. They were looked at while strategies and heads were made. Test splits were not
read."""


def write(
    folder: Path,
    compared: Sequence[Compared],
    *,
    development: bool,
    command: str,
    views: Sequence[str] = (),
) -> None:
    """The page, and a picture for each data set."""
    folder.mkdir(parents=True, exist_ok=True)
    ending = "-views" if views else ""
    parts = [
        "# Labels needed, with several encoders" if views else "# Labels needed",
        *([DEVELOPMENT] if development else []),
        PLAYED,
        VIEWS.format(views=", ".join(views)) if views else ONE_VIEW,
        f"Made by `{command}`.",
        "## All data sets",
        _ranks(compared),
        *_duels(compared),
    ]
    for one in compared:
        image = f"{one.name}{ending}.png"
        results = [_result(row) for row in _drawn(one.rows)]
        scored_on = f"{one.n_scored:,} rows ({one.scored_on})"
        picture.draw(results, one.full, one.name, scored_on, folder / image)
        caption = heading(one).partition(": ")[2]
        caption = caption[0].upper() + caption[1:]
        parts += [f"## {one.name}", f"{caption}.", table(one), f"![Curves of {one.name}]({image})"]
    (folder / f"acquisition{ending}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _ranks(compared: Sequence[Compared]) -> str:
    found = sorted(ranks(compared).items(), key=lambda item: item[1])
    lines = [f"| {name} | {rank:.1f} |" for name, rank in found]
    return "\n".join(["| contender | mean rank by area |", "| --- | --- |", *lines])


def _duels(compared: Sequence[Compared]) -> list[str]:
    """`auto` against the best of the others."""
    first = next((row for row in compared[0].rows if row.contender.startswith("auto")), None)
    if first is None or min(len(row.seeds) for one in compared for row in one.rows) < 2:
        return []
    lines = [
        f"| {duel.dataset} | {duel.other} | {_points(duel.difference.value)} "
        f"({_points(duel.difference.low)} to {_points(duel.difference.high)}) | {_p(duel.p)} |"
        for duel in duels(compared, first.contender)
    ]
    heading = f"| data set | best other | {first.contender} over it, area (95 % interval) | p |"
    intro = (
        f"`{first.contender}` against the best of the other contenders, by area, paired by seed; p "
        "by Holm for all data sets together:"
    )
    return [intro, "\n".join([heading, "| --- | --- | --- | --- |", *lines])]


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _points(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:+.1f}"


def _drawn(rows: Sequence[Row]) -> list[Row]:
    """More than six curves nobody can tell apart: `auto`, `random`, and the best of the rest."""
    kept = [row for row in rows if row.contender.startswith(("auto", "random"))]
    others = [row for row in rows if row not in kept]
    chosen = {id(row) for row in [*kept[:MOST_DRAWN], *others][:MOST_DRAWN]}
    return [row for row in rows if id(row) in chosen]


def _result(row: Row) -> report.Result:
    return report.Result(
        strategy=row.contender,
        seeds=row.seeds.tolist(),
        labels=row.labels,
        audit_labels=np.zeros(len(row.labels)),
        accuracy=row.accuracy,
        macro_f1=row.accuracy,
        seconds=row.seconds,
        against_random=None,
        figure=ScoredBy.ACCURACY,
    )
