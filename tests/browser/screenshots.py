"""Takes the pictures of the documentation: `python -m tests.browser.screenshots`.

Starts a service of its own, gives it a project of made-up messages, labels some, and writes small
PNGs into docs/images/. The page must be built (`make page`). The README shows a
project with real texts: `python -m tests.browser.screenshots FILE`, a CSV (gzipped or not) with the
columns `text` and `label`, whose labels are given as a person would.
"""

import argparse
import csv
import gzip
import io
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from service.kit.settings import Settings
from tests.browser.campaign import label
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import ROOT, launch
from tests.browser.new_project.new_project_screen import NewProjectScreen
from tests.browser.service_process import Service, served

IMAGES = ROOT / "docs" / "images"
REAL_ENCODER, REAL_VIEWS = (
    str(Settings.model_fields[name].default) for name in ("encoder", "views")
)
SIZE: ViewportSize = {"width": 1200, "height": 750}

CLASSES = [
    {"name": "Refund", "description": "Wants money back"},
    {"name": "Charged twice"},
    {"name": "Card issue", "description": "Lost, late, broken or refused"},
    {"name": "Delivery"},
    {"name": "Account"},
    {"name": "Other"},
]
SAID = {
    "Refund": ["I sent it back, when do I get my money", "Please refund the {thing}"],
    "Charged twice": [
        "My card was charged twice for the {thing}",
        "Two payments show for one {thing}",
    ],
    "Card issue": ["My card does not work when I buy a {thing}", "The new card still has not come"],
    "Delivery": ["Where is my {thing}", "The {thing} was left at the wrong door"],
    "Account": [
        "I can't sign in to see my {thing}",
        "How do I change my address before the {thing} ships",
    ],
    "Other": ["Do you sell a {thing} in green", "What a lovely {thing}, thank you"],
}
THINGS = ["kettle", "lamp", "jacket", "bicycle", "phone", "chair", "desk", "tent", "watch"]
ENDINGS = [
    " and the app still shows only one of them.",
    "? I have asked three times by now.",
    ", as I wrote on Monday.",
    ".",
    "? It is a present for Saturday.",
    ", and nobody answers the phone.",
    "? Thanks in advance.",
]


def messages() -> dict[str, str]:
    """Support messages and what each is about."""
    found = {}
    for topic, openings in SAID.items():
        for opening in openings:
            for thing in THINGS:
                for ending in ENDINGS:
                    found[opening.format(thing=thing) + ending] = topic
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path, nargs="?", help="Of the README's project.")
    parser.add_argument("--labels", type=int, default=300)
    parser.add_argument("--target", type=float, default=0.85)
    options = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    if options.file is None:
        of_the_documentation()
    else:
        of_the_readme(options.file, options.labels, options.target)


def of_the_readme(file: Path, labels: int, target: float) -> None:
    """A campaign on known answers, with the encoders and the settings of any project."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", newline="") as rows:
        answers = {row["text"].strip(): row["label"] for row in csv.DictReader(rows)}
    name = file.name.split(".")[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), REAL_ENCODER, REAL_VIEWS) as service,
    ):
        classes = sorted(set(answers.values()))
        project = service.project(name, classes, answers, target=target, price_per_hour=25)
        until_embedded(service, project)
        label(service, project, labels, answers.__getitem__, at_once=2, seconds=3)
        until_measured(service, project)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            with context(browser, service, sign_in(browser, service)) as window:
                page = window.new_page()
                page.set_viewport_size({"width": 1440, "height": 1150})
                show_project(page, project)
                take(page, "project")
            browser.close()


def until_embedded(service: Service, project: int) -> None:
    while True:
        stats = service.http.get(f"/projects/{project}/stats").raise_for_status().json()
        if stats["encoder"]["state"] == "ready" and stats["last_round"]:
            return
        time.sleep(0.5)


def of_the_documentation() -> None:
    topics = messages()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as service:
        project = service.project(
            "Support messages",
            CLASSES,
            topics,
            target=0.95,
            price_per_hour=30,
        )
        with sync_playwright() as playwright:
            browser = launch(playwright)
            cookies = sign_in(browser, service)
            with context(browser, service, cookies) as window:
                picture_labelling(window.new_page(), project)
                picture_new_project(window.new_page(), topics)
            browser.close()


def until_measured(service: Service, project: int) -> None:
    while True:
        stats = service.http.get(f"/projects/{project}/stats").raise_for_status().json()
        if not stats["jobs"] and stats["last_round"]["measured_at"]:
            return
        time.sleep(0.5)


def sign_in(browser: Browser, service: Service) -> Any:
    window = browser.new_context()
    page = window.new_page()
    page.goto(service.sign_in)
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    cookies = window.storage_state()
    window.close()
    return cookies


def context(browser: Browser, service: Service, cookies: Any) -> BrowserContext:
    return browser.new_context(
        base_url=service.url,
        storage_state=cookies,
        viewport=SIZE,
        color_scheme="light",
        reduced_motion="reduce",
    )


def picture_labelling(page: Page, project: int) -> None:
    screen = LabellingScreen(page, project)
    for key in "3142":
        screen.press(key)
    screen.all_saved()
    take(page, "labelling-light")


def show_project(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}")
    measured = re.compile(r"% accurate \(.*after [2-9][0-9]{2}\s")
    expect(page.get_by_role("heading", level=2)).to_have_text(measured)
    expect(page.get_by_role("slider").locator("svg").first).to_be_visible()


def picture_new_project(page: Page, topics: dict[str, str]) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["id", "message", "topic"])
    writer.writerows((n, *row) for n, row in enumerate(topics.items(), start=1))
    screen = NewProjectScreen(page)
    screen.drop("support messages.csv", table.getvalue().encode())
    screen.take_classes_from("topic")
    page.set_viewport_size({"width": SIZE["width"], "height": 1130})
    take(page, "new-project")


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / f"{name}.png")
    print(IMAGES / f"{name}.png", (IMAGES / f"{name}.png").stat().st_size // 1000, "kB")


if __name__ == "__main__":
    main()
