"""What is published of estimates."""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.estimates.areas import area_table
from tests.benchmarks.estimates.report import ALL, lines, table
from tests.benchmarks.estimates.targets import target_table
from tests.benchmarks.estimates.trial import tried

REDRAWN = 100
SHOWN = ("assisted@1", "audits@1")
"""What is shown of each data set: what is proposed, and what is released today."""


def written(folder: Path, schedules: Sequence[str], contender: str, command: str) -> str:
    """The page, in Markdown. The first of the schedules is what others are compared with."""
    parts = [
        "# Estimates of the released head's accuracy, tried on recorded campaigns",
        _METHOD.format(contender=contender, half=folder.name, redrawn=REDRAWN, command=command),
    ]
    if len(schedules) > 1:
        parts += ["## What audits cost", _COST, area_table(folder, schedules, contender)]
    places = [place_of(schedule) for schedule in schedules]
    parts += ["## Target reached", _TARGET, target_table(folder, places, contender)]
    for schedule in schedules:
        own = lines(tried(folder, place_of(schedule), contender))
        again = lines(tried(folder, place_of(schedule), contender, REDRAWN))
        parts += [
            f"## Audits: {schedule}",
            "### All data sets together",
            table([line for line in own if line.dataset == ALL]),
            f"### The same campaigns with {REDRAWN} other random audits each",
            table([line for line in again if line.dataset == ALL]),
            "### Each data set, other random audits",
            table([line for line in again if line.dataset != ALL and line.estimator in SHOWN]),
        ]
    return "\n\n".join(parts) + "\n"


def place_of(schedule: str) -> str:
    return schedule if "-" in schedule else f"{schedule}-blind"


_METHOD = """\
Campaigns of `{contender}` on the {half} pools, batch 10, recorded once. The truth is the share of
all rows of the pool that the released head gets right, labelled rows out of fold. *Truth above*
and *below*: intervals of 95 % that miss. Bias, error and width are in points; the standard error
of the bias takes campaigns as independent.

Few campaigns say little about coverage. So there are two tables for each schedule: one look at the
audits that each campaign had, with all that cross-fitting does to them; and the same looks with
{redrawn} other random samples of the pool as audits, which shows what chance alone does.

Made by `{command}`."""
_TARGET = """\
Of each campaign 100 other random audit samples, that grow from look to look while the head changes:
how often the target light is lit by 300 labels. It looks when there are half as many audits again
as at the last look (`target_reached.py`), four times at most here."""
_COST = """\
Accuracy of the released head on rows outside the pool, mean over 20, 40, ... 300 labels, in points;
and the difference to the first schedule, paired by seed, with its 95 % interval."""
