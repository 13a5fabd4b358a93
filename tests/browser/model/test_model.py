"""The tab "Model": a text of one's own, and what the model says of it."""

import json
import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

LEARNING = 300_000
"""Milliseconds: a small encoder learns, on a machine with others at work."""
CLASSES = ["bird", "cat", "dog", "a class of which nobody has labelled a text so far"]


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    return with_a_model(service, "Animals with a model")


def with_a_model(service: Service, name: str) -> int:
    made = service.project(name, CLASSES, animal_texts(60))
    label(service, made, 30, animal, at_once=10)
    service.expect_curve(made)
    return made


def test_a_text_is_tried_by_keyboard(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}")
    page.get_by_role("navigation", name="Project").get_by_role(
        "link", name="Model", exact=True
    ).press("Enter")
    box = page.get_by_role("textbox", name="A text of your own")
    answer = page.get_by_role("region", name="What the model says")
    expect(answer).to_contain_text("three likeliest classes")
    wrong = in_every_size(page, "model-empty")

    box.focus()
    page.keyboard.type("Somebody wrote of cats and of nothing else")
    classes = answer.get_by_role("list").first.locator("> li")
    expect(classes).to_have_count(3)
    expect(classes.first).to_contain_text(re.compile(r"cat\s*\d+\s%"))
    near = answer.get_by_role("list", name="Nearest texts labelled cat")
    expect(near.get_by_role("link")).to_have_count(2)
    expect(near).to_contain_text("is all about cats")
    wrong += in_every_size(page, "model-tried")

    text = near.get_by_role("link").first.inner_text()
    near.get_by_role("link").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/items\?item=\d+"))
    expect(page.get_by_role("complementary")).to_contain_text(text)
    assert wrong == []


def test_what_it_says_of_all_texts_is_taken_away(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/model")
    with page.expect_download() as plain:
        page.get_by_role("link", name="JSON lines").press("Enter")
    rows = [json.loads(line) for line in plain.value.path().read_text().splitlines()]
    assert len(rows) == 60
    assert any(row["withheld"] for row in rows)
    page.get_by_role("checkbox", name=re.compile("^Include possible audit texts")).press("Space")
    with page.expect_download() as whole:
        page.get_by_role("link", name="JSON lines").press("Enter")
    rows = [json.loads(line) for line in whole.value.path().read_text().splitlines()]
    assert all(row["class"] for row in rows)


def test_what_a_model_prepared_now_lacks_is_said_at_the_button(page: Page, project: int) -> None:
    """While the encoder that can leave still reads the texts."""

    def waiting(route: Route) -> None:
        found = route.fetch().json()
        route.fulfill(json=found | {"graph_waits_for": "sentence_transformer"})

    lacks = page.get_by_text("That changes with the first round with sentence transformer")
    page.goto(f"/projects/{project}/model")
    card = page.get_by_role("region", name="Download")
    expect(card.get_by_role("button", name="Prepare the model")).to_be_visible()
    expect(lacks).to_have_count(0)
    page.route(re.compile(rf"/api/v1/projects/{project}/model\?"), waiting)
    page.reload()
    expect(lacks).to_be_visible()
    assert in_every_size(page, "model-without-graph") == []


def test_the_model_is_prepared_and_taken_away_by_keyboard(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/model")
    card = page.get_by_role("region", name="Download")
    asked: list[Route] = []
    page.route(re.compile(r"/model\?"), lambda route: _hold(route, asked))
    prepare = card.get_by_role("button", name="Prepare the model")
    prepare.press("Enter")
    expect(prepare.locator(".mantine-Loader-root")).to_be_visible()  # it isn't an empty button
    asked[0].continue_()
    download = card.get_by_role("link", name="Download")
    expect(download).to_be_visible()
    expect(card).to_contain_text(re.compile(r"Round \d+, from \d+ labels"))
    wrong = in_every_size(page, "model-file")
    with page.expect_download() as taken:
        download.press("Enter")
    assert taken.value.suggested_filename == "Animals with a model, model.zip"
    with ZipFile(taken.value.path()) as archive:
        assert {"README.md", "head.py", "head.safetensors", "model.json"} == {*archive.namelist()}
    assert wrong == []


def test_the_fast_model_says_what_it_gains_and_loses(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/model")
    card = page.get_by_role("region", name="Download")
    card.get_by_role("radio", name=re.compile("^Fast")).press("Space")
    card.get_by_role("button", name="Prepare the fast model").press("Enter")
    expect(card).to_contain_text("texts per CPU-second", timeout=LEARNING)
    expect(card).to_contain_text(re.compile(r"Accuracy beside the full model: .* points"))
    wrong = in_every_size(page, "model-fast")
    with page.expect_download() as taken:
        card.get_by_role("link", name="Download").press("Enter")
    assert taken.value.suggested_filename == "Animals with a model, fast model.zip"
    with ZipFile(taken.value.path()) as archive:
        assert {"predict.py", "encode_int8.py", "int8.onnx"} <= {*archive.namelist()}
    card.get_by_role("radio", name=re.compile("^Full")).press("Space")
    expect(card).not_to_contain_text("CPU-second")
    assert wrong == []


def test_a_text_of_the_project_says_what_was_given_away(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/model")
    page.get_by_role("textbox", name="A text of your own").fill(animal_texts(60)[7])
    expect(page.get_by_text("This text is in the project")).to_be_visible()


def test_without_a_model_the_tab_says_when_there_is_one(page: Page, service: Service) -> None:
    made = service.project("No model yet", CLASSES, animal_texts(6))
    page.goto(f"/projects/{made}/model")
    expect(page.get_by_role("heading", name="There is no model yet")).to_be_visible()
    assert in_every_size(page, "model-none") == []
    page.get_by_role("link", name="Label the first ones").press("Enter")
    expect(page).to_have_url(re.compile(r"/label$"))


def test_where_no_worker_says_it_the_page_does(page: Page, project: int) -> None:
    page.route(
        re.compile(r"/predict$"),
        lambda route: route.fulfill(
            status=503,
            content_type="application/problem+json",
            body='{"type": "about:blank", "title": "Not answered", "status": 503, "code":'
            ' "not_answered", "detail": "No worker answers. It may be starting."}',
        ),
    )
    page.goto(f"/projects/{project}/model")
    page.get_by_role("textbox", name="A text of your own").fill("cats")
    expect(page.get_by_role("alert")).to_contain_text("No worker answers")
    page.unroute_all()
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.get_by_role("region", name="What the model says")).to_contain_text("cat")


def _hold(route: Route, held: list[Route]) -> None:
    """Lets all but what is sent pass."""
    if route.request.method == "POST":
        held.append(route)
    else:
        route.fallback()


def _check_all(outcome: Locator, checks: int) -> None:
    """Gives fresh texts their classes, every other one by its key."""
    outcome.get_by_role("button", name=f"Check {checks} texts").press("Enter")
    for number in range(1, checks + 1):
        expect(outcome).to_contain_text(f"Text {number} of {checks}")
        text = outcome.get_by_role("blockquote").inner_text()
        answer = outcome.get_by_role("button", name=animal(text), exact=True)
        if number % 2:
            answer.press("Enter")
        else:
            outcome.page.keyboard.press(answer.get_attribute("aria-keyshortcuts") or "")


def test_texts_of_today_are_compared(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/model")
    card = page.get_by_role("region", name="Does the model still fit?")
    box = card.get_by_role("textbox", name="Texts that the model gets today")
    compare = card.get_by_role("button", name="Compare")
    outcome = card.get_by_role("region", name="Comparison with the project's texts")
    box.fill("\n".join(animal_texts(29)))
    expect(card).to_contain_text("29 of at least 30 texts")
    expect(compare).to_be_disabled()
    box.fill("\n\n".join(animal_texts(45)))
    compare.press("Enter")
    expect(outcome).to_contain_text("No change seen in 45 texts.")
    _check_all(outcome, 30)
    expect(outcome.get_by_role("heading", name="30 of 30 texts right")).to_be_visible()
    expect(outcome).to_contain_text("isn't known yet")  # too few audits
    earlier = card.get_by_role("region", name="Earlier comparisons").get_by_role("row")
    expect(earlier.nth(1)).to_contain_text(re.compile(r"45.*none seen.*100.% \(\d+–100\)"))
    strange = [f"Dividend {number} of the quarter" for number in range(40)]
    box.fill("\n".join([*animal_texts(20), *strange]))
    compare.press("Enter")
    expect(outcome).to_contain_text("The texts have changed.")
    similarity = outcome.get_by_role("row", name="Similarity to the nearest text")
    expect(similarity).to_contain_text("changed")
    expect(outcome.get_by_role("listitem").first).to_contain_text("Dividend")
    expect(earlier).to_have_count(3)
    expect(earlier.nth(1)).to_contain_text(re.compile("60.*wording.*not checked"))
    outcome.get_by_role("button", name="Check 30 texts").press("Enter")
    assert in_every_size(page, "model-drift") == []
    outcome.get_by_role("link", name="Add texts").press("Enter")
    expect(page.get_by_role("button", name="Export")).to_be_visible()


def test_what_programs_send_is_watched(page: Page, service: Service) -> None:
    """Of a project of its own: a comparison of the same day would count as a check."""
    project = with_a_model(service, "Animals that programs send")
    page.goto(f"/projects/{project}/model")
    card = page.get_by_role("region", name="Does the model still fit?")
    expect(card).to_contain_text("No program has used the model on other texts yet.")
    _predicted(service, project, [f"{text} today" for text in animal_texts(60)])
    page.reload()
    expect(card).to_contain_text(re.compile(r"Used on 60\stexts since .*: too few to tell"))
    _predicted(service, project, [f"A cat of {number} years" for number in range(400)])
    page.reload()
    warning = page.get_by_text(
        re.compile("that the model is used on have differed from the project's")
    )
    expect(warning.first).to_be_visible()
    assert in_every_size(page, "model-usage") == []
    page.get_by_role("button", name="Check a few").press("Enter")
    box = card.get_by_role("textbox", name="Texts that the model gets today")
    expect(box).to_be_focused()
    box.fill("\n".join(animal_texts(45)))
    card.get_by_role("button", name="Compare").press("Enter")
    outcome = card.get_by_role("region", name="Comparison with the project's texts")
    _check_all(outcome, 30)
    expect(card).to_contain_text(re.compile(r"Checked on .*30 of 30\stexts right"))
    expect(page.get_by_role("button", name="Check a few")).to_have_count(0)
    assert in_every_size(page, "model-usage-checked") == []


def _predicted(service: Service, project: int, texts: list[str]) -> None:
    """As a program asks."""
    usage = f"/projects/{project}/usage"
    count = service.http.get(usage).json()["texts"] + len(texts)
    body = {"texts": texts, "likeliest": 1}
    service.http.post(f"/projects/{project}/predict", json=body).raise_for_status()
    until(lambda: service.http.get(usage).json()["texts"] == count)
