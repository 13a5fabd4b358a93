"""Looks at a screen as a reviewer would: no accessibility violation, perhaps a picture of it."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("POSTIL_SCREENSHOTS")
"""Where pictures go; without it none are taken."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = [(1440, 900), (1024, 768), (390, 844)]
SYSTEM_CHROMIUM = "/usr/bin/chromium"


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium: the one of the environment, else the system's, else Playwright's own."""
    chromium = Path(os.environ.get("POSTIL_TEST_CHROMIUM") or SYSTEM_CHROMIUM)
    return playwright.chromium.launch(
        executable_path=chromium if chromium.exists() else None, args=FLAGS
    )


def look(page: Page, name: str) -> list[str]:
    """What axe finds wrong, a line each, once nothing moves: a fade has no contrast."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(motion => motion.finished))")
    if PICTURES:
        size = page.viewport_size or {"width": 0}
        page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}.png")
    page.evaluate(f"{AXE.read_text()}; 0")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(result => result.violations)", RULES
    )
    return [
        f"{name}: {violation['id']} ({violation['impact']}) at {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


def in_every_size(page: Page, name: str) -> list[str]:
    """As `look`, on every width; what is wider than the window is wrong too."""
    wrong = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wrong += look(page, name)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append(f"{name} is wider than {width}")
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    return wrong
