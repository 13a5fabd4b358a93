"""How long from a key on the labelling screen to the frame that shows what it did?

    python -m benchmarks.key_to_paint [--classes 150] [--kind multi_label]

Starts `postil serve` in an empty folder with an encoder that needs no model, and presses keys in a
browser: digits, `Enter`, letters that find a class. From the key's own time stamp to the first task
after the page was styled, laid out and painted; what a screen adds after that isn't in it.
"""

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.label.test_several_labels import topics
from tests.browser.looking import launch
from tests.browser.service_process import served

CLOCK = """
window.taken = []
addEventListener("keydown", ({ key, timeStamp }) =>
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => window.taken.push([key, performance.now() - timeStamp])
    port2.postMessage(null)
  }), true)
"""
KEYS = {"2": "digit", "Enter": "Enter, the next text", "r": "letter, opens the list"}
PAUSE_MS = 150
TEXTS = [f"Ticket {number} about this and that, said twice" for number in range(400)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--classes", type=int, default=150)
    parser.add_argument("--kind", default="multi_label")
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    # Without suggestions, which would have the digits.
    settings = {"answer_kind": asked.kind, "suggestions": False}
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as service:
        project = service.project("Keys", topics(asked.classes), TEXTS, **settings)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page(base_url=service.url)
            page.goto(service.sign_in)
            expect(page.get_by_role("heading", name="Projects")).to_be_visible()
            page.add_init_script(CLOCK)
            press(LabellingScreen(page, project), asked.times, letters=asked.classes > 10)
            report(page)
            browser.close()


def press(screen: LabellingScreen, times: int, *, letters: bool) -> None:
    assert screen.text
    for _ in range(times):
        for key in ("2", "Enter", *(("r", "Escape") if letters else ())):
            screen.page.keyboard.press(key)
            screen.page.wait_for_timeout(PAUSE_MS)


def report(page: Page) -> None:
    taken: list[tuple[str, float]] = page.evaluate("window.taken")
    print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores")
    for key, name in KEYS.items():
        found = [ms for pressed, ms in taken if pressed == key]
        if found:
            median, most = np.percentile(found, [50, 95])
            print(
                f"{name:24} {len(found):3} times, median {median:3.0f} ms, 95 % in {most:3.0f} ms"
            )


if __name__ == "__main__":
    main()
