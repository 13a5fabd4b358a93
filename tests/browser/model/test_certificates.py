"""The machine labels the rest, once people's checks have shown that it can: by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import label
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

METAL = ["iron", "copper", "zinc", "silver", "nickel", "gold"]
FRUIT = ["apple", "pear", "plum", "cherry", "lemon", "melon"]


def texts() -> list[str]:
    pairs = [(kind, n) for n in range(150) for kind in (METAL, FRUIT)]
    return [f"{kind[n % 6]} and {kind[n // 6 % 6]} number {n}" for kind, n in pairs]


def is_metal(text: str) -> str:
    return "metal" if any(word in text for word in METAL) else "fruit"


def certifying(service: Service, project: int) -> dict[str, Any]:
    found: dict[str, Any] = service.http.get(f"/projects/{project}/certify").json()
    return found


def shows_what_came_since(page: Page, service: Service, project: int) -> list[str]:
    card = page.get_by_role("region", name="Label the rest")
    later = [f"zinc and lemon later {n}" for n in range(3)]
    service.send(project, "later.csv", ["text", *later])
    label(service, project, 12, lambda _text: "metal")
    page.reload()
    came = "3\u00a0texts came later and have no model label. Certify again to cover them."
    expect(card.get_by_text(came)).to_be_visible()
    expect(
        card.get_by_text(re.compile(r"labelled \d+ of these texts, \d+ differently"))
    ).to_be_visible()
    return in_every_size(page, "certify-since")


def test_the_rest_is_certified_by_keyboard(page: Page, service: Service) -> None:
    project = service.project("Metals and fruit", ["metal", "fruit"], texts())
    label(service, project, 30, is_metal)
    service.expect_curve(project)
    assert certifying(service, project)["offers"]
    page.goto(f"/projects/{project}/model")
    card = page.get_by_role("region", name="Label the rest")
    expect(card.get_by_text(re.compile(r"check about .* without a label"))).to_be_visible()
    card.scroll_into_view_if_needed()
    wrong = in_every_size(page, "certify-offers")

    card.get_by_role("radio", name="5 %").focus()
    page.keyboard.press("ArrowRight")
    expect(card.get_by_role("radio", name="10 %")).to_be_checked()
    card.get_by_role("button", name="Start checking").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_text(re.compile(r"of about \d+.checks answered"))).to_be_visible()
    label(service, project, 20, is_metal)
    wrong += in_every_size(page, "certify-checks")

    def answered() -> bool:
        found = certifying(service, project)["under_way"]
        if found is None:
            return True
        # Not while the next checks are being chosen: all texts would have labels in the end.
        if found["answered"] < found["asked"]:
            label(service, project, 4, is_metal)
        return False

    until(answered, "a certificate")
    expect(card.get_by_text(re.compile(r"labels are wrong, with 95.% confidence"))).to_be_visible()
    wrong += in_every_size(page, "certify-issued")
    with page.expect_download() as download:
        card.get_by_role("link", name="CSV").focus()
        page.keyboard.press("Enter")
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id,external_id,text,label,label_from")
    given = certifying(service, project)["issued"]["labels"]
    # People may have labelled some while the labels were stored.
    assert given >= sum(",machine," in line for line in lines) > 30

    wrong += shows_what_came_since(page, service, project)

    page.get_by_role("button", name="Export").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=re.compile("model’s labels too")).focus()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("region", name="First lines")).to_contain_text("label_from")
    wrong += in_every_size(page, "certify-export")
    page.keyboard.press("Escape")

    card.get_by_role("button", name="Take them back").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Take them back").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Start checking")).to_be_visible()
    assert certifying(service, project)["issued"] is None
    assert not wrong
