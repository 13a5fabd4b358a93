"""Looks at a screen as a reviewer would: no accessibility violation, perhaps a picture of it."""

import os
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES: dict[Literal["light", "dark"], dict[str, str | list[str]]] = {
    "light": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
OPTIONS = {"resultTypes": ["violations"], "selectors": False, "preload": False}
"""Nothing else is asked for: what is right, where it stands, sounds that play by themselves. It
takes a third of the time."""
RUN = "options => axe.run(document, options).then(result => result.violations)"
PICTURES = os.environ.get("POSTIL_SCREENSHOTS")
"""Where pictures go; without it none are taken."""

FLAGS = [
    "--no-sandbox",
    "--process-per-site",  # what one page compiled, the next of the same browser finds
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
]
SIZES = [(1440, 900), (1024, 768), (390, 844)]
LOOKED_AT = (1440, 390)
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
AT_REST = """(() => {
  const pale = () => document.querySelector("[role=grid][aria-busy=true]");
  const fresh = () => pale() && new Promise(requestAnimationFrame).then(fresh);
  const still = document.getAnimations().map(motion => motion.finished);
  return Promise.race([
    Promise.allSettled(still).then(fresh),
    new Promise(resolve => setTimeout(resolve, 5000))
  ]).then(() => null);
})()"""
"""Nothing moves, and no list is on its way out. A browser that draws no frames for lack of time
ends no motion."""
SYSTEM_CHROMIUMS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium: the one of the environment, else the system's, else Playwright's own."""
    named = os.environ.get("POSTIL_TEST_CHROMIUM")
    there = [path for path in (named, *SYSTEM_CHROMIUMS) if path and Path(path).exists()]
    return playwright.chromium.launch(executable_path=there[0] if there else None, args=FLAGS)


def look(page: Page, name: str) -> list[str]:
    """What axe finds wrong, a line each: every rule in light colours, contrast in dark ones too.

    Once nothing moves: a fade has no contrast.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE.read_text()}; 0")
    wrong = []
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AT_REST)
        if PICTURES:
            size = page.viewport_size or {"width": 0}
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{size['width']}.png")
        found = page.evaluate(RUN, OPTIONS | {"runOnly": rules})
        wrong += [
            f"{name}, {scheme}: {violation['id']} ({violation['impact']}) at {node['html'][:160]}"
            for violation in found
            for node in violation["nodes"]
        ]
    page.emulate_media(color_scheme="light")
    return wrong


def in_every_size(page: Page, name: str) -> list[str]:
    """As `look`, wide and narrow; on no width is anything wider than the window."""
    wrong = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(TWO_FRAMES)  # what is drawn to measure is drawn again
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append(f"{name} is wider than {width}")
        if width in LOOKED_AT:
            wrong += look(page, name)
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    return wrong
