"""What does each kind of job take of a whole campaign? As its bill says, against what it may take.

    python -m benchmarks.campaign_bill --rows 60000 --classes 20
    python -m benchmarks.campaign_bill --data ag_news.csv.gz

A project as new ones are, of the file's texts (`text,label[,split]`) or of made-up ones, with a
target, is labelled through the API, and its jobs run as they fall due, on one core. Time is a
clock's that moves by `--think` seconds with each label, and by five minutes with every hundredth:
so measuring has all the time there is, and a break to catch up in, and only what it costs holds it
back. The baseline of the same run is what ranking took; measuring may take half of that and 5
CPU-seconds beyond, but for looks at the target and breaks, which don't wait.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.serving import read
from service.bootstrap import build
from service.core.evaluation.target_reached import look_due
from service.db.clock import FrozenClock
from service.jobs.kinds.measure import AHEAD, SHARE
from service.kit.settings import Settings
from tests.driving import Driver, tools
from workers.compare_process import compare_in_process

BREAK_EVERY, BREAK_SECONDS = 100, 300.0
OWN_WORDS, COMMON_WORDS = 60, 3_000


def main() -> None:
    options = arguments()
    if options.data is None:
        truth = made_up(options.rows, options.classes)
    else:
        truth = read(options.data, options.rows)
    with tempfile.TemporaryDirectory() as name, threadpool_limits(1):
        clock = FrozenClock()
        app = build(Settings(data_dir=Path(name), encoder="hashing"), clock=clock)
        app.migrate()
        driver = Driver(app)
        driver.tools = replace(tools(), compare=compare_in_process)
        project = driver.project(sorted(set(truth.values())), target=0.95)
        driver.upload(project, "\n".join(json.dumps({"text": text}) for text in truth))
        driver.work(until_idle=False)
        label(driver, clock, project, truth, options)
        report(driver, project)
        app.close()


def arguments() -> argparse.Namespace:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--classes", type=int, default=20, help="of texts that are made up")
    parser.add_argument("--labels", type=int, default=600)
    parser.add_argument("--think", type=float, default=3.0, help="seconds before each answer")
    return parser.parse_args()


def made_up(rows: int, classes: int) -> dict[str, str]:
    """Texts of nine words, three of them from their class's own."""
    drawn = random.Random(1)

    def text(number: int) -> str:
        own = [f"o{number % classes}x{drawn.randrange(OWN_WORDS)}" for _ in range(3)]
        common = [f"w{drawn.randrange(COMMON_WORDS)}" for _ in range(6)]
        return " ".join(drawn.sample(own + common, 9))

    return {text(number): f"class {number % classes}" for number in range(rows)}


def label(
    driver: Driver,
    clock: FrozenClock,
    project: int,
    truth: Mapping[str, str],
    options: argparse.Namespace,
) -> None:
    for given in range(1, options.labels + 1):
        clock.advance(options.think)
        driver.label(project, 1, lambda text: truth[text])
        driver.work(until_idle=False)
        if given % BREAK_EVERY == 0:
            clock.advance(BREAK_SECONDS)
            driver.work(until_idle=False)
            tell(driver, project)


def tell(driver: Driver, project: int) -> None:
    bill = driver.get(f"/projects/{project}/bill").json()
    spent = {kind["kind"]: kind for kind in bill["compute"]["kinds"]}
    labels = driver.get(f"/projects/{project}/stats").json()["labels"]
    ranking, measuring = (spent[kind]["cpu_seconds"] for kind in ("rank", "measure"))
    print(
        f"{labels} labels: ranking {ranking:.1f} CPU-s, measuring {measuring:.1f} of"
        f" {AHEAD + SHARE * ranking:.1f}, in {spent['measure']['jobs']} jobs",
        flush=True,
    )


def report(driver: Driver, project: int) -> None:
    """What the bill says, and how much of measuring was for looks, which don't wait."""
    bill = driver.get(f"/projects/{project}/bill").json()
    for kind in sorted(bill["compute"]["kinds"], key=lambda kind: -kind["cpu_seconds"]):
        print(f"  {kind['kind']:12} {kind['jobs']:4} jobs  {kind['cpu_seconds']:8.1f} CPU-s")
    rounds = driver.get(f"/projects/{project}/rounds", limit=500).json()["results"]
    measured = [each for each in rounds if each["measured_at"] is not None]
    looks, before = 0, 0
    for each in sorted(measured, key=lambda each: each["number"]):
        looks += look_due(before, each["audit_count"])
        before = each["audit_count"]
    budget = bill["budget"]
    print(
        f"{len(measured)} rounds measured, {looks} of them for a look;"
        f" {budget['measuring']['put_off']} put off. Comparing: {budget['comparing']}"
    )


if __name__ == "__main__":
    main()
