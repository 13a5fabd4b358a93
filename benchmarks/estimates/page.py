"""What is published of estimates."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.estimates.areas import area_table
from benchmarks.estimates.drawing import draw
from benchmarks.estimates.forecasts import cases, forecast_tables
from benchmarks.estimates.guard import guard_table
from benchmarks.estimates.report import ALL, Line, lines, table
from benchmarks.estimates.savings import savings_table
from benchmarks.estimates.targets import delay_table, target_table
from benchmarks.estimates.trial import Result, tried

REDRAWN = 400
PAGES = {
    "final": "estimates",
    "development": "estimates-development",
    "whole": "estimates-whole",
}
"""By the part of the rows: what was tried once, on rows and seeds that nothing was chosen on, is
what counts."""
SHOWN = ("assisted@1", "audits@1")
"""What is shown of each data set: what a project is shown, and the audits alone."""


TITLE = "# Estimates of the released head's accuracy, tried on recorded campaigns"


@dataclass(frozen=True)
class Page:
    """What a page tells of: a section for each contender and what its heads read."""

    part: str
    inputs: Sequence[str]
    """What heads read beside the first view and the names of classes."""
    command: str

    @property
    def stem(self) -> str:
        return PAGES[self.part]

    def heading(self, contender: str) -> str:
        """Of the section."""
        return f"## `{contender}`" + "".join(f", {each}" for each in self.inputs)

    def image(self, contender: str) -> str:
        """The name of the section's picture."""
        name = "-".join([self.stem, *self.inputs, contender])
        return name.replace("+", "-").replace("@", "") + ".png"


def write(
    page: Page, folder: Path, schedules: Sequence[str], contenders: Sequence[str], into: Path
) -> None:
    """These sections of the page, with pictures; others stay as they are: their records may be
    gone. The first of the schedules is what others are compared with."""
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"{page.stem}.md"
    sections = kept_sections(path)
    for contender in contenders:
        parts = _of_contender(page, folder, schedules, contender, into)
        made = f"Made by `{page.command}`."
        sections[page.heading(contender)] = "\n\n".join([made, *parts])
    method = _METHOD.format(half=page.part, redrawn=REDRAWN)
    texts = [f"{heading}\n\n{text}" for heading, text in sections.items()]
    path.write_text("\n\n".join([TITLE, method, *texts]) + "\n", encoding="utf-8")


def kept_sections(path: Path) -> dict[str, str]:
    """By heading, what the page has been written with before."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = [f"## {each}".partition("\n\n") for each in text.split("\n## ")[1:]]
    return {heading: rest.strip() for heading, _, rest in found}


def _of_contender(
    page: Page, folder: Path, schedules: Sequence[str], contender: str, into: Path
) -> list[str]:
    places = {schedule: place_of(schedule) for schedule in schedules}
    once = {name: tried(folder, place, contender) for name, place in places.items()}
    played = [name for name in schedules if once[name]]
    guarded = []
    for name, place in places.items():
        if found := guard_table(folder, place, contender):
            guarded += [f"### Guard: {name}", _GUARD, found]
    if not played:
        return guarded
    # Where the strategy has seen audits they are no random sample: others would be no comparison.
    again = {
        name: tried(folder, places[name], contender, REDRAWN)
        for name in played
        if places[name].endswith("-blind")
    }
    image = page.image(contender)
    draw(again, contender, into / image)
    parts = [
        f"![Median widths of intervals]({image})",
        *_areas(folder, played, contender),
        "### Target reached",
        _TARGET,
        target_table(folder, [places[name] for name in played], contender),
        _DELAY,
        delay_table(folder, [places[name] for name in played], contender),
    ]
    for name in played:
        parts += _of_schedule(folder, name, contender, once[name], again.get(name))
    return parts + guarded


def _of_schedule(
    folder: Path,
    name: str,
    contender: str,
    once: Sequence[Result],
    again: Sequence[Result] | None,
) -> list[str]:
    """Estimates, forecasts and labels saved where audits came by one schedule."""
    place, seeds = place_of(name), len({result.seed for result in once})
    parts = [
        f"### Audits: {name}",
        f"The audits that each campaign had; up to {seeds} seeds a data set:",
        _tables(once),
    ]
    if looked_back := cases(folder, place, contender):
        by_case, frontier = forecast_tables(looked_back)
        parts += [f"### Forecasts: {name}", _FORECAST, by_case, _FRONTIER, frontier]
    if saved := savings_table(folder, place, contender):
        parts += [f"### Labels saved: {name}", _SAVED, saved]
    if saved := savings_table(folder, place, contender, redrawn=True):
        parts += ["Other random audits of the same campaigns:", saved]
    if again is not None:
        other = f"Other random audits of the same campaigns, {REDRAWN} a data set:"
        parts += [other, _tables(again)]
    return parts


def _areas(folder: Path, played: Sequence[str], contender: str) -> list[str]:
    if len(played) < 2:
        return []
    return ["### What audits cost", _COST, area_table(folder, played, contender)]


def _tables(results: Sequence[Result]) -> str:
    """All data sets together, then each of them for the estimators that are shown."""
    found: list[Line] = lines(results)
    of_all = [line for line in found if line.dataset == ALL]
    of_each = [line for line in found if line.dataset != ALL and line.estimator in SHOWN]
    return table([*of_all, *of_each])


def place_of(schedule: str) -> str:
    """The folder of a schedule's records."""
    return schedule if "-" in schedule else f"{schedule}-blind"


_METHOD = """\
Campaigns on the {half} halves of the pools, batch 10, recorded once; audits are scored out of fold.
The truth is the share of all rows of the pool that the released head gets right, labelled rows out
of fold.
*Truth above* and *below*: intervals of 95 % that miss. Bias, error and width are in points; the
standard error of the bias takes campaigns as independent.

Few campaigns say little about coverage. So there are two tables for each schedule: one look at the
audits that each campaign had, with all that ranking and cross-fitting do to them; and the same
looks with other random samples of the pool as audits, {redrawn} a data set, which shows what chance
alone does.

`assisted` is what a project is shown; `audits` knows nothing but the audits. Schedules: *tenth*:
every tenth item is an audit; *even*: three of ten up to 100 labels, then 15 %; `-seeing`: the
ranking head learns from audits too."""
_TARGET = """\
Of the campaigns 500 other random audit samples, that grow from look to look while the head changes:
how often the target light (90 %) is lit by the last recorded state, of a target that no head
reaches and of targets that the last head passes by so much. It looks when there are half as many
audits again as at the last look (`target_reached.py`). Between recorded states the head is that of
the former."""
_DELAY = """\
And when: labels until it is lit, in those of an oracle that knows the truth and says it at once. Of
targets that the true curve passes by so many points within 1.6 times the labels that it takes to
reach them; *within*: how often it is lit by then."""
_FORECAST = """\
Targets are what the true curve (smoothed, never falling) has after 1.25, 1.5, 2 and 3 times the
labels of a look, up to the last recorded ones; *never reached*: 1 and 3 points above its end, at
looks of which it is known that 5 times their labels are not enough. *Holds*: of those forecast, at
85 %; *too low*: the target takes more than the high end."""
_FRONTIER = """\
What it would be with another rule: forecast where it is likelier than this that 5 times today's
labels are enough. What is never reached and forecast all the same is a miss."""
_SAVED = """\
Labels that random sampling would have needed for the accuracy of the released head, less those
given. Random sampling's true curve: heads that learn from random samples of the pool, scored on the
rest of it, mean of several; what lies beyond their largest sample counts as that. The *oracle* is
told this curve, and estimates our accuracy from the same audits (lower bound of `calibrated@1`).
How the error of random sampling falls beyond the audits was taken from the other data sets, never
from the one in the row. *random*: campaigns that asked at random, in which nothing is saved but by
chance. Where the true curve is flat, hundreds of labels are less than half a point of accuracy."""
_GUARD = """\
Campaigns up to 300 labels that the guard (`guard.py`) watches without a say, as it looks at those
of a project: how many it trips in, where it does first, and the largest z (in standard errors, how
much more random picks would have taught) that it saw in the others."""
_COST = """\
Accuracy of the released head on rows outside the pool, mean over 20, 40, ... 300 labels, in points;
and the difference to the first schedule, paired by seed, with its 95 % interval."""
