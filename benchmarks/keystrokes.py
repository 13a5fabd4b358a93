"""How many keys does a label take, with suggestions and where they are withheld?

    python -m benchmarks.keystrokes banking77.csv.gz [--before 200] [--labels 50]

Starts `postil serve` in an empty folder with the encoder of any project, imports the file
(`text,label[,split]`), gives the first labels truly over HTTP, and the next ones as a person does
in a browser: a digit where the row of suggestions has the class, else the two letters of its code.
The baseline of the same run is what the same labels took before there were codes: a digit of three
where suggestions were shown from the hundredth hand-out on, else letters of the name until it is
the first that is found, and Enter.
"""

import argparse
import csv
import gzip
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import expect, sync_playwright

from service.kit.settings import Settings
from tests.browser.by_keyboard import Given, by_keyboard
from tests.browser.campaign import label
from tests.browser.labelling import LabellingScreen
from tests.browser.looking import launch
from tests.browser.service_process import Service, served

DENSE_UNTIL = 100
ENCODER = str(Settings.model_fields["encoder"].default)


def main() -> None:
    options = arguments()
    truth = read(options.data, options.rows)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), ENCODER) as service:
        project = service.project("Keys", sorted({*truth.values()}), truth, seed=17)
        until_embedded(service, project)
        label(service, project, options.before, truth.__getitem__, at_once=5)
        until_ranked(service, project)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page(base_url=service.url)
            page.goto(service.sign_in)
            expect(page.get_by_role("heading", name="Projects")).to_be_visible()
            screen = LabellingScreen(page, project)
            given = [
                by_keyboard(screen, truth[" ".join(screen.text.split())], counting=True)
                for _ in range(options.labels)
            ]
            browser.close()
    report(given, options.before)


def arguments() -> argparse.Namespace:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--before", type=int, default=200, help="labels given over HTTP first")
    parser.add_argument("--labels", type=int, default=50, help="labels by keyboard then")
    return parser.parse_args()


def read(path: Path, count: int) -> dict[str, str]:
    """The class of each text, of the training rows where there is a split."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row.get("split", "train") == "train"]
    random.Random(1).shuffle(rows)
    return {" ".join(row["text"].split()): row["label"] for row in rows[:count]}


def until_embedded(service: Service, project: int) -> None:
    while True:
        stats = service.http.get(f"/projects/{project}/stats").raise_for_status().json()
        if stats["encoder"]["state"] == "ready" and stats["last_round"]:
            return
        time.sleep(0.5)


def until_ranked(service: Service, project: int) -> None:
    """Until a round has ranked with all labels that there are."""
    while True:
        stats = service.http.get(f"/projects/{project}/stats").raise_for_status().json()
        if stats["last_round"]["label_count"] == stats["labels"]:
            return
        time.sleep(0.2)


def report(given: list[Given], before: int) -> None:
    print(f"labels {before + 1} to {before + len(given)}")
    shown, withheld = ([one for one in given if one.shown is kind] for kind in (True, False))
    for name, of in (("suggestions shown", shown), ("none shown", withheld), ("all", given)):
        print(f"  {name:18} {len(of):3} labels, keys a label: {keys(one.keys for one in of)}")
    before_codes = [
        1 if number >= DENSE_UNTIL and one.place in (1, 2, 3) else one.letters + 1
        for number, one in enumerate(given, start=before)
    ]
    print(f"  {'before codes':18} {len(given):3} labels, keys a label: {keys(before_codes)}")
    for name, some in (("all", given), ("the first 60", given[:60])):
        bare = sum(not one.shown for one in some)
        print(f"  of {name}, {len(some)}, showed none: {bare}")
    for place in range(1, 7):
        hits = sum(one.place == place for one in shown)
        print(f"  taken with key {place}: {hits} of {len(shown)}")
    likely = [one.likely for one in shown if one.likely is not None]
    if likely:
        print(f"  the first place is called right in {100 * mean(likely):.0f} %")


def keys(counts: Iterable[int]) -> str:
    found = list(counts)
    return f"median {median(found):g}, mean {mean(found):.1f}" if found else "-"


if __name__ == "__main__":
    main()
