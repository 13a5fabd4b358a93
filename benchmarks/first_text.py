"""How long until the first text is on the labelling screen, where each call takes seconds?

    python -m benchmarks.first_text [--call 3]

Starts `postil serve` in an empty folder, signs in, and opens the screen's address with nothing
cached, on a line where the answer to each request begins so many seconds late. Divided by those, it
says how many calls the text waited for one after another.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import BrowserContext, expect, sync_playwright

from tests.browser.looking import launch
from tests.browser.service_process import served


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--call", type=float, default=3, help="seconds")
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    texts = [f"Ticket {number} about this and that" for number in range(60)]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as service:
        project = service.project("Bad line", ["a", "b"], texts)
        service.expect_ranked(project)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_context(base_url=service.url).new_page()
            page.goto(service.sign_in)
            expect(page.get_by_role("heading", name="Projects")).to_be_visible()
            taken = [opened(page.context, project, asked.call) for _ in range(asked.times)]
            browser.close()
    median = float(np.median(taken))
    print(f"first text after {median:.2f} s, {median / asked.call:.1f} calls of {asked.call:g} s")


def opened(signed_in: BrowserContext, project: int, call: float) -> float:
    """Seconds from the address to the text."""
    page = signed_in.new_page()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    unlimited = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", {**unlimited, "latency": call * 1000})
    before = time.perf_counter()
    page.goto(f"/projects/{project}/label", wait_until="commit", timeout=120_000)
    text = page.get_by_role("region", name="Text to label")
    expect(text).to_contain_text("Ticket", timeout=120_000)
    taken = time.perf_counter() - before
    page.close()
    return taken


if __name__ == "__main__":
    main()
