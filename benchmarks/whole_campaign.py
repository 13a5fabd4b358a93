"""All that a project goes through, by keyboard, on real texts.

    python -m benchmarks.whole_campaign banking77.csv.gz [--rows 3000]

Starts `postil serve` in an empty folder with the encoder of any project, and plays
`tests/browser/whole_campaign.py` with the file's texts (`text,label[,split]`): two people give 120
labels in a browser, and an owner adds, merges, hunts, corrects, adjudicates and archives. Ends when
the export equals what was decided.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.keystrokes import ENCODER, read
from tests.browser.looking import launch
from tests.browser.service_process import served
from tests.browser.whole_campaign import WholeCampaign


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=3_000)
    options = parser.parse_args()
    truth = read(options.data, options.rows)
    rare, merged, into, *_ = (name for name, _ in reversed(Counter(truth.values()).most_common()))
    started = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), ENCODER) as service,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)

        def new_page() -> Page:
            return browser.new_context(base_url=service.url).new_page()

        owner = new_page()
        owner.goto(service.sign_in)
        expect(owner.get_by_role("heading", name="Projects")).to_be_visible()
        campaign = WholeCampaign(
            service, owner, new_page, truth, rare=rare, merged=merged, into=into
        )  # fmt: skip
        campaign.play()
        browser.close()
    print(f"{len(campaign.decided)} labels as decided, after {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
