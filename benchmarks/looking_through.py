"""How long does the list of a project's texts take on the page?

    python -m benchmarks.looking_through --items 100000 --labels 300

A service of its own, a headless Chromium beside it, and the built page. Texts are 22 words. What is
measured is what somebody waits for, by the page's own clock: from opening the address, or from the
press of a key, to the frame after the rows are there. Scrolling is so many pixels a frame for 240
frames: how far frames are apart, and in how many of them a row was still to be read. Dragging is
from the top to the last row at once. Labelling 500 is from the press of the key to "saved". At the
end the labelling screen of the same project: from a key to the frame that shows the next text.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.campaign import animal_texts, label
from tests.browser.items import ItemsScreen
from tests.browser.labelling import LabellingScreen
from tests.browser.looking import launch
from tests.browser.service_process import Service, served

TURNS = 5
KEYS = 120
PAUSE_MS = 150
CLASSES = ["bird", "cat", "dog"]
OF = {"cats": "cat", "dogs": "dog", "birds": "bird"}
FILTERS = [
    "q=word77",
    "q=word77+word5",
    "q=nosuchword",
    "class=cat",
    "state=unlabelled",
    "predicted=cat",
    "confidence_below=0.9",
    "sort=confidence",
    "sort=-labelled_at",
    "meaning=all+about+birds",
]

ROWS = """
() => new Promise(done => {
  const look = () => {
    const grid = document.querySelector("[role=grid]:not([aria-busy=true])");
    const rows = grid?.querySelectorAll("[role=row]:not([data-empty])").length ?? 0;
    if (rows > 10) done(performance.now());
    else requestAnimationFrame(look);
  };
  look();
})
"""

ASK = """
to => new Promise(done => {
  const began = performance.now();
  let busy = false;
  const look = () => {
    busy ||= document.querySelector("[role=grid][aria-busy=true]") !== null;
    const calm = !document.querySelector("[role=grid][aria-busy=true]");
    if (busy && calm) done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  history.pushState(null, "", to);
  requestAnimationFrame(look);
})
"""

SCROLL = """
by => new Promise(done => {
  const gaps = [];
  let [last, empty] = [performance.now(), 0];
  const go = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    scrollBy(0, by);
    if (document.querySelector("[data-empty]")) empty += 1;
    if (gaps.length < 240) return requestAnimationFrame(go);
    gaps.sort((a, b) => a - b);
    done({median: gaps[120], p95: gaps[228], worst: gaps[239], empty});
  };
  requestAnimationFrame(go);
})
"""

DRAG = """
() => new Promise(done => {
  const began = performance.now();
  const look = () => {
    const rows = [...document.querySelectorAll("[role=row]")];
    const last = rows.at(-1)?.ariaRowIndex ?? rows.at(-1)?.getAttribute("aria-rowindex");
    const there = Number(last) >= document.querySelector("[role=grid]").ariaRowCount - 50;
    const read = rows.every(row => !row.hasAttribute("data-empty"));
    if (there && read) done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  scrollTo(0, document.body.scrollHeight);
  requestAnimationFrame(look);
})
"""

PRESS = """
key => new Promise(done => {
  const row = document.querySelector("[data-current]");
  const [before, began] = [row.textContent, performance.now()];
  dispatchEvent(new KeyboardEvent("keydown", {key, code: `Digit${key}`}));
  const look = () => requestAnimationFrame(() =>
    row.textContent === before ? look() : done(performance.now() - began));
  look();
})
"""

BULK = """
key => new Promise(done => {
  const began = performance.now();
  const says = () => document.querySelector("#items-dock [role=status]").textContent;
  let sending = false;
  const look = () => {
    sending ||= says().startsWith("saving");
    if (sending && says().startsWith("✓")) done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  dispatchEvent(new KeyboardEvent("keydown", {key, code: `Digit${key}`}));
  requestAnimationFrame(look);
})
"""

NEXT = """
key => new Promise(done => {
  const text = () => document.querySelector("main [role=region] p")?.textContent;
  const [before, began] = [text(), performance.now()];
  dispatchEvent(new KeyboardEvent("keydown", {key, code: `Digit${key}`}));
  const look = () => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();  // a task after the frame is painted
    port1.onmessage = () => (text() === before ? look() : done(performance.now() - began));
    port2.postMessage(null);
  });
  look();
})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--labels", type=int, default=300)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as service,
        sync_playwright() as playwright,
    ):
        project = filled(service, given.items, given.labels)
        browser = launch(playwright)
        page = browser.new_page(base_url=service.url, viewport={"width": 1440, "height": 900})
        page.goto(service.sign_in)
        expect(page.get_by_role("heading", name="Projects")).to_be_visible()
        measure(page, project)
        browser.close()


def filled(service: Service, items: int, labels: int) -> int:
    """A project that has been measured, so that the model says something of every text."""
    random.seed(3)
    words = [f"word{number}" for number in range(5_000)]
    texts = [f"{text} {' '.join(random.choices(words, k=16))}" for text in animal_texts(items)]
    project = service.project("Looked through", CLASSES, texts, audits="proof")
    label(service, project, labels, lambda text: OF[text.split()[5]], at_once=50)
    path = f"/projects/{project}/items?limit=1&total=true&predicted=cat"
    while not service.http.get(path).raise_for_status().json()["total"]:
        time.sleep(1)  # vectors of all texts take minutes
    return project


def measure(page: Page, project: int) -> None:
    path = f"/projects/{project}/items"
    ItemsScreen(page, project)
    shown("first screen", [opened(page, path) for _ in range(TURNS)])
    for words in FILTERS:
        readings = []
        for _ in range(TURNS):
            opened(page, path)
            readings.append(page.evaluate(ASK, f"{path}?{words}"))
        shown(words, readings)
    opened(page, path)
    for pixels in (120, 600, 3_000):
        found: dict[str, Any] = page.evaluate(SCROLL, pixels)
        print(f"scrolled by {pixels} px a frame:", rounded(found))
    dragged = []
    for _ in range(TURNS):
        opened(page, path)
        dragged.append(page.evaluate(DRAG))
    shown("dragged to the end", dragged)
    opened(page, path)
    page.keyboard.press("j")
    shown("key to label", [page.evaluate(PRESS, key) for key in "121"])
    shown("500 labelled", [labelled_at_once(page, path, key) for key in "123"])
    screen = LabellingScreen(page, project)
    assert screen.text
    pressed = [answered(page, key) for key in "123" * (KEYS // 3)]
    shown("key to the next text", pressed)
    print(f"  95 % in {statistics.quantiles(pressed, n=20)[-1]:.0f} ms")


def labelled_at_once(page: Page, path: str, key: str) -> float:
    """Milliseconds from the key that labels 500 texts to the word that they are saved."""
    opened(page, path)
    for step in ("j", "x", *["Shift+J"] * 499):
        page.keyboard.press(step)
        expect(page.locator("[data-current]:not([data-empty])")).to_be_visible()  # it is read
    expect(page.get_by_text("500 texts marked")).to_be_visible()
    return float(page.evaluate(BULK, key))


def answered(page: Page, key: str) -> float:
    """Milliseconds to the next text, at the pace of a person in a hurry."""
    page.wait_for_timeout(PAUSE_MS)
    return float(page.evaluate(NEXT, key))


def opened(page: Page, path: str) -> float:
    """Milliseconds from the navigation to the rows."""
    page.goto(path)
    return float(page.evaluate(ROWS))


def shown(what: str, readings: list[float]) -> None:
    print(f"{what}: {statistics.median(readings):.0f} ms ({min(readings):.0f}–{max(readings):.0f})")


def rounded(found: dict[str, float]) -> dict[str, int]:
    return {name: round(value) for name, value in found.items()}


if __name__ == "__main__":
    main()
