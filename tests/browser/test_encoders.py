"""How the next texts are chosen, and by what the model sees them: choices of the settings."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.by_keyboard import reach, to_section
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


def without_e5(route: Route) -> None:
    """As where no worker has its packages."""
    answer = route.fetch()
    found = answer.json()
    for encoder in found["results"]:
        encoder["workers"] = [] if encoder["name"] == "e5" else encoder["workers"]
    route.fulfill(response=answer, json=found)


def test_strategies_are_offered_once_and_an_encoder_is_added(service: Service, page: Page) -> None:
    texts = [f"My card was charged twice for order {number}." for number in range(40)]
    project = service.project("Encoders", ["Refund", "Other"], texts)
    page.goto(f"/projects/{project}/settings")
    options = page.get_by_label("Strategy", exact=True).get_by_role("option")
    expect(options.first).to_have_text("Automatic")
    names = options.all_inner_texts()
    assert names.count("Automatic") == 1
    assert len({*names}) == len(names) > 5
    shown = page.get_by_role("list", name="Encoders").get_by_role("listitem")
    expect(shown).to_have_text(re.compile("^hashing.*of 40"))
    added = page.get_by_label("Add an encoder")
    to_section(page, "Encoders")
    reach(page, added)
    page.keyboard.type("lexical")
    expect(added).to_have_value("lexical")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shown).to_have_count(2)
    expect(added).to_be_focused()
    found = service.http.get(f"/projects/{project}").json()["views"]
    assert [each["encoder"] for each in found] == ["hashing", "lexical"]
    assert page.get_by_label("Learn from labels").count() == 0
    added.select_option("tuned")
    expect(page.get_by_label("Model", exact=True)).to_be_visible()
    page.get_by_label("Model", exact=True).press("Enter")
    expect(shown.last).to_have_text("tuned" + "waits for 30 labels that the strategy chose")
    expect(page.get_by_label("Model", exact=True)).to_have_count(0)
    limit = page.get_by_label("Limit for learning")
    limit.fill("600")
    limit.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert service.http.get(f"/projects/{project}").json()["tuning_seconds"] == 600
    tones = added.get_by_role(
        "option", name=re.compile("^e5: .*several languages; tone and opinion")
    )
    expect(tones).to_have_count(1)
    expect(page.get_by_text("To see which one fits")).to_contain_text("postil encoders labels.csv")
    page.route("**/api/v1/encoders*", without_e5)
    page.reload()
    absent = page.get_by_text("Not installed: e5, multilingual-e5-small")
    expect(absent).to_contain_text("pip install 'postil[e5]'")
    expect(tones).to_have_count(0)
    absent.scroll_into_view_if_needed()
    assert in_every_size(page, "encoders") == []
    page.unroute("**/api/v1/encoders*")
    # So where a text may have several classes.
    sets = service.project("Sets", ["Refund", "Other"], texts[:5], answer_kind="multi_label")
    with page.expect_response("**/api/v1/encoders*"):
        page.goto(f"/projects/{sets}/settings")
    expect(shown).to_have_count(1)
    added.select_option("tuned")
    page.get_by_label("Model", exact=True).press("Enter")
    expect(shown.last).to_have_text("tuned" + "waits for 30 labels that the strategy chose")
