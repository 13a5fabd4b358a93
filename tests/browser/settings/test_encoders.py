"""How the next texts are chosen, and by what the model sees them: choices of the settings."""

import json
import random
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.by_keyboard import reach, to_section
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

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
    expect(shown.last).to_have_text("tunedwaits for at least 30 labels that the strategy chose")
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
    page.route("**/api/v1/encoders*", without_e5)
    page.reload()
    absent = page.get_by_text("Not installed: e5, multilingual-e5-small")
    expect(absent).to_contain_text(".venv/bin/pip install 'postil[e5]'")
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
    expect(shown.last).to_have_text("tunedwaits for at least 30 labels that the strategy chose")


def only_lexical(route: Route) -> None:
    """Of all encoders that are installed here one is enough, and reads no model."""
    if route.request.method == "POST":
        route.continue_(post_data=json.dumps({"encoders": ["lexical"]}))
    else:
        route.continue_()


def with_workers(service: Service) -> set[str]:
    """The encoders that can be tried."""
    found = service.http.get("/encoders").raise_for_status().json()["results"]
    return {encoder["name"] for encoder in found if encoder["workers"]}


def embedded(service: Service, project: int) -> int:
    """Texts that rounds have a vector of."""
    return int(service.http.get(f"/projects/{project}").json()["views"][0]["embedded"])


def test_which_encoder_fits_is_tried_on_the_labels_and_added(service: Service, page: Page) -> None:
    draws = random.Random(1)  # of noise that drowns the word of a class, once it is hashed
    hangul = [chr(code) for code in range(0xAC00, 0xB3D0)]
    project = service.project("Fits", ["delay", "refund"], [])
    until(lambda: "lexical" in with_workers(service), "a worker")
    page.goto(f"/projects/{project}/settings#encoders")
    section = page.get_by_role("region", name="Encoders", exact=True)
    expect(section).to_contain_text("0 of the 50 settled labels needed to try encoders.")
    try_them = section.get_by_role("button", name="Try them")
    expect(try_them).to_be_disabled()
    lines = ["text,label"]
    for number in range(100):
        name = ("delay", "refund")[number % 2]
        noise = ["".join(draws.choices(hangul, k=4)) for _ in range(60)]
        lines.append(f"{' '.join([*noise, name])},{name}")
    service.send(project, "labels.csv", lines, labels="import")
    until(lambda: embedded(service, project) == 100, "vectors")
    page.route("**/encoder-trial", only_lexical)
    page.goto(f"/projects/{project}")
    work = page.get_by_role("region", name="Work", exact=True)
    proposal = work.get_by_text(re.compile("lexical.* may fit your texts better"))
    expect(proposal).to_contain_text("on 100 labels takes about")
    expect(proposal.get_by_role("button", name=re.compile("^Try them: .*lexical"))).to_be_enabled()
    proposal.scroll_into_view_if_needed()
    assert in_every_size(page, "encoders-proposed") == []
    page.goto(f"/projects/{project}/settings#encoders")
    reach(page, try_them)
    page.keyboard.press("Enter")
    verdict = section.get_by_text(re.compile(r"^Add lexical: \d+\.\d points more"))
    expect(verdict).to_contain_text("of computing for 100 texts.")
    table = section.get_by_role("region", name="Encoders tried on your labels")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(section).to_contain_text("Tried on 100 labelled texts")
    expect(section.get_by_role("button", name="Try again")).to_be_enabled()
    table.scroll_into_view_if_needed()
    assert in_every_size(page, "which-fits") == []
    expect(section.get_by_role("button", name="Add lexical")).to_be_enabled()
    page.goto(f"/projects/{project}")
    expect(work.get_by_text(re.compile(r"^Add lexical: \d+\.\d points more"))).to_be_visible()
    add = work.get_by_role("button", name="Add lexical")
    reach(page, add)
    page.keyboard.press("Enter")
    expect(add).to_have_count(0)
    page.goto(f"/projects/{project}/settings#encoders")
    expect(section.get_by_role("list", name="Encoders").get_by_role("listitem")).to_have_count(2)
    views = service.http.get(f"/projects/{project}").json()["views"]
    assert [view["encoder"] for view in views] == ["hashing", "lexical"]


def at_rest(route: Route) -> None:
    """As where the model had no use for the last view."""
    if route.request.method != "GET":
        return route.continue_()
    answer = route.fetch()
    shown = answer.json()
    shown["views"][-1] |= {"rests_from": 120, "weight": None}
    return route.fulfill(response=answer, json=shown)


def test_an_encoder_that_rests_is_woken_on_the_overview(service: Service, page: Page) -> None:
    texts = [f"My card was charged twice for order {number}." for number in range(40)]
    project = service.project("Rests", ["Refund", "Other"], texts, views=["lexical"])
    page.route(f"**/api/v1/projects/{project}", at_rest)
    page.goto(f"/projects/{project}/settings#encoders")
    shown = page.get_by_role("list", name="Encoders").get_by_role("listitem")
    expect(shown.last).to_have_text(re.compile(r"^lexical.* · rests$"))
    page.goto(f"/projects/{project}")
    said = page.get_by_text(
        "lexical rests: the model gave it no weight while labels doubled to 120."
    )
    wake = page.get_by_role("button", name="Wake it: lexical")
    said.scroll_into_view_if_needed()
    assert in_every_size(page, "encoder-rests") == []
    with page.expect_request("**/views:wake") as sent:
        wake.click()
    assert sent.value.post_data_json == {"encoder": "lexical"}


def test_own_vectors_are_sent_in_a_file_and_join_the_views(service: Service, page: Page) -> None:
    project = service.project("Own", ["round", "square"], [])
    rows = ["id,text", *(f"p-{number},photo {number}" for number in range(40))]
    service.send(project, "photos.csv", rows)
    until(lambda: embedded(service, project) == 40, "vectors")
    page.goto(f"/projects/{project}/settings#encoders")
    section = page.get_by_role("region", name="Encoders", exact=True)
    send = section.get_by_role("button", name="Choose a file and send it")
    expect(send).to_be_disabled()
    section.get_by_label("Name of the vectors").fill("images")
    expect(send).to_be_enabled()

    def choose(lines: list[str]) -> None:
        with page.expect_file_chooser() as chooser:
            send.press("Enter")  # what loads above it may move it under a click
        content = "\n".join(lines).encode()
        file = {"name": "v.jsonl", "mimeType": "application/jsonl", "buffer": content}
        chooser.value.set_files(files=[file])

    lines = [json.dumps({"id": f"p-{n}", "vector": [n, 1, 2]}) for n in range(40)]
    choose([lines[0], '{"id": "p-1"}'])
    expect(section).to_contain_text("The last file wasn't taken in. Line 2: no 'vector'.")
    choose(lines[:30])
    expect(section).to_contain_text("30 of 40 texts have one. The first without one has the id p-")
    choose(lines[30:])
    expect(section).to_contain_text("40 of 40 texts have one.")
    shown = page.get_by_role("list", name="Encoders").get_by_role("listitem")
    expect(shown.last).to_have_text(re.compile(r"^own:images.*40 of 40\stexts"))
    send.scroll_into_view_if_needed()
    assert in_every_size(page, "own-vectors") == []
