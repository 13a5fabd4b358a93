"""The project screen: figures that move, jobs, people and the way out."""

import csv
import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.conftest import NewPage
from tests.browser.looking import look
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
MEASURED = re.compile(r"accurate")


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    fields = {"audits": "proof", "target": 0.9, "views": ["lexical"]}
    return service.project("Animals", CLASSES, animal_texts(300), **fields)


@pytest.fixture
def measured(service: Service, project: int, page: Page) -> Page:
    """The screen of a project that has a curve."""
    if service.http.get(f"/projects/{project}").json()["label_count"] == 0:
        label(service, project, 50, animal, at_once=10, seconds=0.5)
    service.expect_curve(project)
    page.goto(f"/projects/{project}")
    expect(page.get_by_role("heading", level=2)).to_have_text(MEASURED)
    return page


def test_before_the_first_label_it_says_what_makes_the_curve_begin(
    service: Service, page: Page
) -> None:
    empty = service.project("Empty", CLASSES, animal_texts(30))
    page.goto(f"/projects/{empty}")
    expect(page.get_by_role("heading", level=2)).to_have_text("No labels yet.")
    expect(page.get_by_text("The curve starts after 20 audit texts")).to_be_visible()
    page.get_by_role("link", name="Label the first ones").click()
    page.wait_for_url(f"**/projects/{empty}/label")


def test_when_only_a_measurement_is_missing_nobody_is_asked_for_labels(
    service: Service, page: Page
) -> None:
    unmeasured = service.project("Unmeasured", CLASSES, animal_texts(30))
    stats = service.http.get(f"/projects/{unmeasured}/stats").json() | {"audit_labels": 20}
    page.route(f"**/projects/{unmeasured}/stats", lambda route: route.fulfill(json=stats))
    page.goto(f"/projects/{unmeasured}")
    accuracy = page.get_by_role("region", name="Accuracy")
    expect(accuracy).to_contain_text("20\u00a0audit texts answered.")
    expect(accuracy.get_by_role("link")).to_have_count(0)


def test_figures_move_by_themselves_and_nothing_jumps(
    service: Service, project: int, measured: Page
) -> None:
    chart = measured.get_by_role("slider")
    place = chart.bounding_box()
    count = chart.get_attribute("aria-valuemax")
    assert count
    labels = service.http.get(f"/projects/{project}").json()["label_count"]
    label(service, project, 10, animal)
    expect(measured.get_by_role("heading", level=2)).to_have_text(
        re.compile(rf"after {labels + 10}\slabels")
    )
    expect(chart).not_to_have_attribute("aria-valuemax", count)
    assert chart.bounding_box() == place


def test_points_are_read_by_keyboard_by_mouse_and_in_a_table(
    service: Service, project: int, measured: Page
) -> None:
    chart = measured.get_by_role("slider")
    latest = chart.get_attribute("aria-valuetext")
    assert latest
    chart.press("Home")
    expect(chart).not_to_have_attribute("aria-valuetext", latest)
    first = chart.get_attribute("aria-valuetext") or ""
    assert re.search(r"After \d+\slabels?: .*audit\stext", first)
    expect(measured.get_by_text(first, exact=True)).to_be_visible()
    box = chart.bounding_box()
    assert box
    chart.press("Escape")
    expect(chart).to_have_attribute("aria-valuetext", latest)
    measured.mouse.move(box["x"] + 2, box["y"] + 50)
    expect(chart).to_have_attribute("aria-valuetext", first)
    measured.get_by_role("button", name="As a table").click()
    rows = measured.get_by_role("region", name="Points of the curve").get_by_role("row")
    points = service.http.get(f"/projects/{project}/curve").json()["points"]
    # One for each number of labels, below that of the columns.
    expect(rows).to_have_count(1 + len({point["labels"] for point in points}))


def test_on_a_phone_the_chart_has_the_width(measured: Page) -> None:
    measured.set_viewport_size({"width": 390, "height": 844})
    chart = drawing(measured)
    expect(chart).to_have_attribute("width", re.compile(r"3[5-9]\d"))
    box = chart.bounding_box()
    assert box
    assert box["x"] + box["width"] <= 390


def drawing(page: Page) -> Locator:
    return page.get_by_role("slider").locator("svg").first


@pytest.mark.parametrize(
    ("axis", "words"),
    [("Hours", "hours of people's time"), ("Labels", "labels given")],
)
def test_the_curve_can_be_drawn_against_what_it_took(measured: Page, axis: str, words: str) -> None:
    measured.get_by_role("radio", name=axis).check()
    expect(drawing(measured)).to_contain_text(words)
    # There is no price, so nothing is known about cost.
    expect(measured.get_by_role("radio", name="Cost")).to_be_disabled()


def test_a_legend_says_what_is_drawn(service: Service, project: int, measured: Page) -> None:
    label(service, project, 10, animal)  # a line has two ends
    legend = measured.get_by_role("list", name="What the lines are")
    expect(legend).to_contain_text("model: share of texts the model gets right")


def test_the_curve_is_taken_away_as_figures_as_a_drawing_and_as_a_picture(measured: Page) -> None:
    def taken(name: str) -> bytes:
        measured.get_by_role("button", name="Download").click()
        with measured.expect_download() as coming:
            measured.get_by_role("menuitem", name=name).click()
        assert coming.value.suggested_filename.startswith("Animals curve.")
        return Path(coming.value.path()).read_bytes()

    rows = list(csv.DictReader(taken("CSV").decode().splitlines()))
    assert rows[0]["series"] == "model"
    assert float(rows[0]["watt_hours"]) > 0

    def drawn() -> set[str]:
        texts = ElementTree.fromstring(taken("SVG")).iter("{http://www.w3.org/2000/svg}text")
        return {"".join(text.itertext()) for text in texts}

    words = drawn()
    assert measured.get_by_role("heading", level=2).inner_text() in words
    assert {"Animals", "labels given", "accuracy"} <= words
    assert "target\u00a090\u00a0%" in [word.replace(" ", "\u00a0") for word in words]
    picture = taken("PNG")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (2016, 1016)
    assert len(picture) > 20_000, "there is something on it"


def test_cards_say_who_what_and_how_long(measured: Page) -> None:
    people = measured.get_by_role("region", name="People")
    expect(people.get_by_role("row")).to_have_count(2)
    classes = measured.get_by_role("region", name="Classes")
    expect(classes.get_by_role("listitem")).to_have_count(3)
    expect(classes).to_contain_text(re.compile(r"\d+\s% found \(\d+–\d+\)"))
    work = measured.get_by_role("region", name="Work")
    expect(work.get_by_role("table")).to_have_count(0)
    work.get_by_role("button", name="Details").click()
    expect(work).to_contain_text("Ranked in")
    weights = work.get_by_role("row", name=re.compile(r"^Weight of (hashing|lexical) \d+\s%$"))
    expect(weights).to_have_count(2)
    expect(work.get_by_role("row", name="Vectors computed in 32-bit numbers")).to_have_count(1)


def test_a_made_invitation_works(measured: Page, new_page: NewPage) -> None:
    measured.get_by_role("button", name="Invite").click()
    measured.get_by_role("button", name="Make a link").click()
    link = measured.get_by_role("dialog").get_by_label("Link", exact=True)
    guest = new_page()
    guest.goto(link.input_value())
    guest.get_by_label("Your name").fill("Guest")
    guest.keyboard.press("Enter")
    guest.wait_for_url("**/label")
    # Who only labels has no use for the project screen, and gets none.
    guest.goto(guest.url.removesuffix("/label"))
    guest.wait_for_url("**/label")


def test_a_link_that_could_not_be_made_says_so(service: Service, page: Page) -> None:
    page.goto(f"/projects/{service.project('No link', CLASSES, ['fine'])}")
    page.route("**/invitations", lambda route: route.abort())
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name="Make a link").click()
    alert = page.get_by_role("dialog").get_by_role("alert")
    expect(alert).to_contain_text("can't be reached")


def test_what_opened_a_dialog_has_the_focus_again(service: Service, page: Page) -> None:
    page.goto(f"/projects/{service.project('Focus', CLASSES, ['fine'])}")
    invite = page.get_by_role("button", name="Invite")
    invite.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(invite).to_be_focused()


def test_a_paused_project_says_why(service: Service, page: Page) -> None:
    paused = service.project("Paused", ["a", "b"], ["fine"])
    change = {"state": "paused", "paused_reason": "The guidelines change."}
    service.http.patch(f"/projects/{paused}", json=change).raise_for_status()
    page.goto(f"/projects/{paused}")
    expect(page.get_by_role("status").first).to_contain_text("The guidelines change.")


def test_while_the_service_is_away_the_figures_stay_and_it_says_so(measured: Page) -> None:
    measured.context.set_offline(True)
    sentence = measured.get_by_role("heading", level=2).inner_text()
    expect(measured.get_by_text("These figures are from before")).to_be_visible()
    expect(measured.get_by_role("heading", level=2)).to_have_text(sentence, use_inner_text=True)
    measured.context.set_offline(False)
    expect(measured.get_by_text("These figures are from before")).to_be_hidden()


def test_the_chart_is_loaded_only_where_there_is_one(project: int, measured: Page) -> None:
    loaded: list[str] = []
    measured.on("request", lambda request: loaded.append(request.url))
    measured.goto(f"/projects/{project}/label")
    expect(measured.get_by_role("region", name="Text to label")).to_be_visible()
    assert not [url for url in loaded if "/Chart-" in url]
    measured.goto(f"/projects/{project}")
    expect(drawing(measured)).to_be_visible()
    assert [url for url in loaded if "/Chart-" in url]


def test_before_a_figure_it_says_when_it_comes(service: Service, page: Page) -> None:
    early = service.project("Early", CLASSES, animal_texts(60), audits="proof")
    label(service, early, 10, animal, at_once=10)
    page.goto(f"/projects/{early}")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        re.compile(r"^4 of 20.audit texts answered\. First figure in about 40.labels\.$")
    )


def test_what_was_saved_and_what_it_cost_are_a_figure_and_a_sentence_each(measured: Page) -> None:
    saved = measured.get_by_role("region", name="What it saved")
    expect(saved).to_contain_text(re.compile("audit texts|Random sampling"))
    cost = measured.get_by_role("region", name="What it cost")
    expect(cost).to_contain_text(re.compile(r"People's time .* of computing\."))
    expect(measured.get_by_role("main")).not_to_contain_text(re.compile("energy|Wh\\b", re.I))
    cost.get_by_role("button", name="Details").click()
    dialog = measured.get_by_role("dialog")
    for line in ("Cost per point of accuracy", "Energy"):
        expect(dialog.get_by_role("rowheader", name=line)).to_be_visible()


def test_savings_below_nothing_are_said_as_plainly(
    service: Service, project: int, measured: Page
) -> None:
    curve = service.http.get(f"/projects/{project}/curve").raise_for_status().json()
    ends = ["low", "lower", "likely_low", "estimate", "likely_high", "upper", "high"]
    curve["labels_saved"] = dict(zip(ends, (-50, -40, -20, -10, -8, -6, -5), strict=True))
    curve["labels_saved"] |= {"is_significant": True, "audits_to_tell": None}
    measured.route(f"**/projects/{project}/curve", lambda route: route.fulfill(json=curve))
    measured.reload()
    card = measured.get_by_role("region", name="What it saved")
    expect(card).to_contain_text("About 10\u00a0labels more (5–50)")
    curve["labels_saved"] |= {"high": 60, "is_significant": False, "audits_to_tell": 143}
    measured.reload()
    expect(card).to_contain_text(
        re.compile(r"Can.t tell yet\s?Ask again at about 150\s?audit texts\.")
    )


LIGHTS = {
    "green": ("Enough for 90.%", "target_reached", "102 audit texts showed it."),
    "amber": ("Maybe", "target_near", "The next look comes with 68 audit texts."),
    "red": ("Go on", "target_far", "90 % is not reached."),
}


@pytest.mark.parametrize("light", LIGHTS)
def test_the_light_is_a_word_with_its_reason(
    service: Service, project: int, measured: Page, light: str
) -> None:
    word, code, detail = LIGHTS[light]
    stats = service.http.get(f"/projects/{project}/stats").raise_for_status().json()
    reached = 120 if light == "green" else None
    stats["stop"] |= {"light": light, "target": 0.9, "reached_at_labels": reached}
    stats["stop"]["reasons"] = [{"code": code, "detail": detail, "figures": {}}]
    measured.route(f"**/projects/{project}/stats", lambda route: route.fulfill(json=stats))
    measured.reload()
    told = detail.replace(" %", ".%")
    card = measured.get_by_role("region", name="Is it enough?")
    expect(card).to_contain_text(re.compile(rf"{word}\s{told}"))
    banner = measured.get_by_role("status").first
    if light == "green":
        expect(banner).to_contain_text(re.compile(rf"{word}\. Labelling goes on"))
    else:
        expect(banner).to_be_empty()
    assert look(measured, f"light-{light}") == []
