"""How long from a move on the map to the frame that shows it?

    python -m benchmarks.map_frames [--points 100000] [--classes 77]

Starts `postil serve` in an empty folder and shows a headless Chromium, which has no GPU, a map of
made-up points. A mouse drags it about and a wheel zooms: from the event's own time stamp to the
first task after the page was painted. The same with 100 points beside it is what all else takes.
"""

import argparse
import json
import re
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Route, expect, sync_playwright

from tests.browser.looking import launch
from tests.browser.service_process import served

CLOCK = """
window.taken = []
const time = ({ type, timeStamp }) =>
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => window.taken.push([type, performance.now() - timeStamp])
    port2.postMessage(null)
  })
for (const type of ["pointermove", "wheel"]) addEventListener(type, time, true)
"""
FEW = 100
MOVES = 200
PAUSE_MS = 30
EDGE = 65_535


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--classes", type=int, default=77)
    asked = parser.parse_args()
    classes = [f"class {number}" for number in range(asked.classes)]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as service:
        project = service.project("Map", classes, [f"Text {number}" for number in range(9)])
        print("| points | move | median ms | p95 ms |")
        print("|--:|---|--:|--:|")
        with sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page(base_url=service.url)
            page.goto(service.sign_in)
            expect(page.get_by_role("heading", name="Projects")).to_be_visible()
            page.add_init_script(CLOCK)
            for points in (FEW, asked.points):
                show(page, project, points, classes)
                move(page)
                report(page, points)
            browser.close()


def show(page: Page, project: int, points: int, classes: list[str]) -> None:
    """Opens a map of so many points."""
    drawn = {"number": 1, "drawn_at": "2026-01-01T00:00:00Z", "items": points, "pool": points}
    status = {"map": drawn, "came_since": 0, "job": None, "reason": None}
    rng = np.random.default_rng(1)
    of = rng.integers(len(classes), size=points)
    places = rng.uniform(0.1, 0.9, (len(classes), 2))[of] + 0.03 * rng.normal(size=(points, 2))
    x, y = np.round(np.clip(places, 0, 1) * EDGE).astype(int).T.tolist()
    columns = {
        "number": 1,
        "ids": list(range(1, points + 1)),
        "x": x,
        "y": y,
        "classes": classes,
        "label": of.tolist(),
        "predicted": of.tolist(),
        "confidence": [80] * points,
        "round": [1] * points,
    }
    bodies = {"map": json.dumps(status), "points": json.dumps(columns)}

    def answer(route: Route) -> None:
        last = route.request.url.rsplit("/", 1)[1]
        route.fulfill(body=bodies[last], content_type="application/json")

    page.unroute_all()
    page.route(re.compile(r"/map(/points)?$"), answer)
    page.goto(f"/projects/{project}/items?map=all")
    expect(page.get_by_role("img", name=re.compile("Map of"))).to_be_visible()
    page.evaluate("window.taken = []")


def move(page: Page) -> None:
    """Drags the map about, then zooms in and out again."""
    box = page.get_by_role("img", name=re.compile("Map of")).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(MOVES):
        angle = step / 10
        page.mouse.move(x + 80 * np.cos(angle), y + 80 * np.sin(angle))
        page.wait_for_timeout(PAUSE_MS)
    page.mouse.up()
    for step in range(MOVES):
        page.mouse.wheel(0, -40 if step < MOVES / 2 else 40)
        page.wait_for_timeout(PAUSE_MS)


def report(page: Page, points: int) -> None:
    taken = page.evaluate("window.taken")
    for kind, name in (("pointermove", "drag"), ("wheel", "zoom")):
        times = np.array([ms for each, ms in taken if each == kind])
        median, late = np.percentile(times, [50, 95])
        print(f"| {points:,} | {name} | {median:.0f} | {late:.0f} |", flush=True)


if __name__ == "__main__":
    main()
