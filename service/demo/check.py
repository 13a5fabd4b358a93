"""The demo without anyone watching: the page answers, labels go in, a point of the curve comes."""

import re
import threading
import time
from collections.abc import Callable

import httpx

from service.demo.annotators import AnnotatorPace
from service.demo.campaign import Campaign, CampaignPlan, quality

LABELS = 5
PLAN = CampaignPlan(
    before_vectors=LABELS, labels=LABELS, pace=AnnotatorPace(seconds=0.05, seconds_per_word=0.0)
)
# The encoder may still be on its way; whoever installs it gives up by itself.
PATIENCE_SECONDS = 1800.0
PAGE_SECONDS = 30.0
ASSET = re.compile(r'(?:src|href)="(/assets/[^"]+)"')


class CheckFailed(Exception):
    """The demo doesn't work; the message says what."""


def check_page(url: str) -> None:
    """The page and what it loads are served."""
    page = httpx.get(url, timeout=PAGE_SECONDS)
    if page.status_code != 200 or "<html" not in page.text:
        raise CheckFailed(f"{url} answered {page.status_code} and no page.")
    assets = ASSET.findall(page.text)
    if not assets:
        raise CheckFailed("The page loads no asset; is it built? Run: make page")
    for asset in assets:
        answer = httpx.get(f"{url}{asset}", timeout=PAGE_SECONDS)
        if answer.status_code != 200:
            raise CheckFailed(f"{asset} answered {answer.status_code}.")


def check_curve(campaign: Campaign, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Labels go in, and the curve gets a point that counts them."""
    campaign.simulate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not stop.is_set():
        points = [point for point in campaign.points() if point["labels"] >= LABELS]
        if points:
            say(f"A point of the curve: {points[0]['labels']} labels, {quality(points[0])}.")
            return
        stop.wait(0.5)
    raise CheckFailed(f"No point of the curve with {LABELS} labels came.")
