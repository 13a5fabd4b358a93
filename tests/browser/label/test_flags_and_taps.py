"""What a finger and a flag do on the labelling screen. Against `postil serve`."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.label.labelling_screen import NOTHING_TO_SEND, LabellingScreen
from tests.browser.looking import in_every_size, look
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


@pytest.fixture
def project(service: Service) -> int:
    texts = [f"Where is order {number}?" for number in range(40)]
    return service.project("Support", ["Refund", "Charged twice", "Other"], texts)


@pytest.fixture
def screen(page: Page, project: int) -> LabellingScreen:
    return LabellingScreen(page, project)


def test_flags_and_comments_reach_whoever_runs_the_project(service, project, screen) -> None:
    text = screen.text
    screen.page.keyboard.press("f")
    expect(screen.footer).to_contain_text("flagged")
    screen.page.keyboard.press("c")
    comment = screen.page.get_by_label("Comment", exact=True)
    expect(comment).to_be_focused()
    screen.page.keyboard.type("Is 1 or 2 meant?")
    expect(comment).to_have_value("Is 1 or 2 meant?")
    assert screen.text == text, "a digit typed into the comment is no answer"
    screen.page.keyboard.press("Control+Enter")
    expect(screen.page.get_by_role("dialog")).to_be_hidden()
    screen.page.wait_for_function(NOTHING_TO_SEND)
    expect(screen.footer).to_contain_text("✓ comment saved")
    screen.page.keyboard.press("c")
    expect(comment).to_have_value("")
    screen.page.keyboard.press("Escape")
    screen.press("1")
    screen.all_saved()
    assert notes(service, project, text) == [("flag", ""), ("comment", "Is 1 or 2 meant?")]


def test_a_flag_is_taken_back_by_the_same_key(service, project, screen) -> None:
    text = screen.text
    screen.page.keyboard.press("f")
    expect(screen.footer).to_contain_text("flagged")
    screen.press("1")
    screen.all_saved()
    assert notes(service, project, text) == [("flag", "")]
    screen.press("Backspace")
    screen.page.get_by_role("button", name="flagged").click()
    expect(screen.footer).not_to_contain_text("flagged")
    screen.all_saved()
    assert notes(service, project, text) == []


def test_a_flag_is_known_after_a_reload_and_taken_back_then(service, project, screen) -> None:
    text = screen.text
    screen.page.keyboard.press("f")
    expect(screen.footer).to_contain_text("flagged")
    screen.page.wait_for_function(NOTHING_TO_SEND)
    screen.page.evaluate("localStorage.clear()")
    screen.page.reload()
    screen.expect_text(text)
    expect(screen.footer).to_contain_text("flagged")
    screen.page.keyboard.press("f")
    expect(screen.footer).not_to_contain_text("flagged")
    screen.page.wait_for_function(NOTHING_TO_SEND)
    assert notes(service, project, text) == []


def notes(service: Service, project: int, text: str) -> list[tuple[str, str]]:
    """Those on a text that wait for whoever runs the project."""
    found = service.http.get(f"/projects/{project}/review/notes").raise_for_status().json()
    return [(one["kind"], one["text"]) for one in found["results"] if one["item_text"] == text]


TWO_TAPS = """async ([first, second, apart]) => {
    const text = () => document.querySelector('[aria-label="Text to label"]').textContent;
    const tap = (name) => {
        const button = [...document.querySelectorAll("button")].find(
            (found) => found.textContent.includes(name));
        const how = {bubbles: true, cancelable: true, detail: 1};
        for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"])
            button.dispatchEvent(new MouseEvent(type, how));
    };
    await new Promise((done) => setTimeout(done, 200));
    const shown = [text()];
    for (const name of [first, second]) {
        tap(name);
        await new Promise((done) => setTimeout(done, apart));
        shown.push(text());
    }
    return shown;
}"""


@pytest.mark.parametrize(("first", "second"), [("Refund", "Refund"), ("Refund", "skip")])
def test_the_second_of_two_taps_decides_nothing_unread(screen, first: str, second: str) -> None:
    before, after, last = screen.page.evaluate(TWO_TAPS, [first, second, 60])
    assert before != after, "the first one decides"
    assert after == last, "the second one came too soon to have been read"
    before, after, last = screen.page.evaluate(TWO_TAPS, [first, second, 400])
    assert len({before, after, last}) == 3, "who has read goes on"


def test_two_taps_on_undo_take_back_one_answer(screen) -> None:
    decided = [screen.press("1") for _ in range(3)]
    _, after, last = screen.page.evaluate(TWO_TAPS, ["undo", "undo", 60])
    assert [after, last] == 2 * decided[-1:]


def test_why_a_text_was_skipped_is_one_key_more(service, project, screen) -> None:
    first = screen.press("Space")
    screen.page.keyboard.press("Shift+Space")
    why = screen.page.get_by_role("dialog", name="Why did you skip it?")
    expect(why).to_contain_text(first)
    assert in_every_size(screen.page, "skipped") == []
    screen.page.keyboard.press("2")
    expect(why).to_be_hidden()
    expect(screen.footer).to_contain_text("why: Several classes fit")
    second = screen.press("Space")
    screen.footer.get_by_role("button", name="why?").click()
    screen.page.get_by_label("In your own words").fill("Not English")
    screen.page.keyboard.press("Enter")
    expect(screen.footer).to_contain_text("why: Not English")
    screen.all_saved()
    [own] = service.http.get(f"/projects/{project}/own-answers", params={"q": second}).json()[
        "results"
    ]
    screen.page.goto(f"/projects/{project}/items?item={own['item_id']}")
    expect(screen.page.get_by_role("complementary")).to_contain_text("Not English")
    assert first not in service.labels(project)


def test_a_decision_among_the_last_is_changed_by_a_press(service, project, screen) -> None:
    texts = [screen.press(key) for key in "132"]
    strip = screen.page.get_by_role("navigation", name="Your last decisions")
    expect(strip.get_by_role("listitem").first).to_contain_text("Charged twice")
    assert look(screen.page, "last-decisions") == []
    strip.get_by_role("button", name=texts[1]).click()
    screen.expect_text(texts[1])
    before = screen.page.get_by_role("button", name="your answer before")
    expect(before).to_contain_text("Other")
    screen.press("1")
    screen.all_saved()
    given = dict(zip(texts, ["Refund", "Refund", "Charged twice"], strict=True))
    service.expect_labels(project, given)


def test_examples_stand_beside_the_text(service, project, screen) -> None:
    other = service.http.get(f"/projects/{project}").json()["classes"][2]
    examples = {"examples": ["I want to talk to a human"]}
    service.http.put(f"/projects/{project}/classes/{other['id']}/examples", json=examples)
    screen.page.keyboard.press("g")
    beside = screen.page.get_by_role("complementary", name="Guidelines")
    expect(beside).to_contain_text("I want to talk to a human")
    beside.get_by_role("button", name="Pin").click()
    screen.page.reload()
    expect(beside).to_contain_text("I want to talk to a human")
    assert in_every_size(screen.page, "guidelines-docked") == []


def test_a_swipe_skips_and_a_scroll_doesnt(project, new_page, signed_in) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    screen = LabellingScreen(new_page(storage_state=signed_in, **phone), project)
    text = screen.text
    finger = screen.page.context.new_cdp_session(screen.page)

    def wipe(x: int, y: int) -> None:
        screen.page.wait_for_timeout(200)  # as a second tap it would be for another text
        for kind, points in (
            ("touchStart", [{"x": 300, "y": 100}]),
            ("touchMove", [{"x": x, "y": y}]),
            ("touchEnd", []),
        ):
            event = {"type": kind, "touchPoints": points}
            finger.send("Input.dispatchTouchEvent", event)

    wipe(290, 300)
    screen.expect_text(text)
    wipe(120, 110)
    screen.expect_another(text)
    expect(screen.footer).to_contain_text("undo Skip")


def test_an_answer_that_was_tapped_looks_like_the_others(project, new_page, signed_in) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    screen = LabellingScreen(new_page(storage_state=signed_in, **phone), project)
    text = screen.text
    screen.page.wait_for_timeout(200)  # as a second tap it would be for another text
    screen.answers.get_by_role("button", name="Refund").tap()
    screen.expect_another(text)
    colour = "all => all.map(one => getComputedStyle(one).backgroundColor)"
    drawn = screen.answers.get_by_role("button")
    screen.page.wait_for_timeout(500)  # a hover comes only after the tap
    assert len({*drawn.evaluate_all(colour)}) == 1


def test_it_can_be_installed(page: Page) -> None:
    page.goto("/")
    browser = page.context.new_cdp_session(page)
    manifest = browser.send("Page.getAppManifest")
    assert manifest["url"].endswith("/manifest.webmanifest")
    assert manifest["errors"] == []
    assert '"display": "standalone"' in manifest["data"]
