"""All of it in one go: see `whole_campaign.py`."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.service_process import Service
from tests.browser.whole_campaign import WholeCampaign

pytestmark = pytest.mark.slow

THINGS = ("card", "transfer", "refund", "loan")
TROUBLES = ("late", "lost", "doubled", "charged", "blocked", "expired", "missing")


def written(count: int) -> dict[str, str]:
    """Texts of 28 classes that a model can tell apart by two words of each."""
    classes = [f"{thing} {trouble}" for thing in THINGS for trouble in TROUBLES]
    return {
        f"My {name} again: {name}, number {number}": name
        for number in range(count)
        for name in [classes[number % len(classes)]]
    }


def test_a_campaign_with_all_that_there_is(service: Service, page: Page, new_page: NewPage) -> None:
    campaign = WholeCampaign(
        service, page, new_page, written(560),
        rare="loan expired", merged="card doubled", into="card charged", by_hand=30,
    )  # fmt: skip
    campaign.play()
