"""One person labels: keys, undo, the outbox, many classes. Against `postil serve`."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.label.labelling_screen import ANSWERS, LabellingScreen
from tests.browser.looking import TWO_FRAMES
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["Refund", "Charged twice", "Card issue", "Other"]
TEXTS = [f"Where is order {number}?" for number in range(120)]


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Support", CLASSES, TEXTS, guidelines="Label what they want.")


@pytest.fixture
def screen(page: Page, project: int) -> LabellingScreen:
    return LabellingScreen(page, project)


def test_every_key_pressed_is_a_label(service, project, screen) -> None:
    screen.page.evaluate(TWO_FRAMES)
    screen.page.wait_for_timeout(100)  # so that reading the first text takes some time
    given = {screen.press(str(turn % 4 + 1)): CLASSES[turn % 4] for turn in range(24)}
    screen.all_saved()
    expect(screen.page.get_by_role("banner")).to_contain_text("24 labels")
    service.expect_labels(project, given)
    first = service.export(project)[next(iter(given))]["annotations"][0]
    assert first["seconds"] > 0


def test_the_next_text_is_in_the_next_frame_whatever_the_network_does(screen) -> None:
    screen.page.context.set_offline(True)
    shown = screen.page.evaluate(
        """async () => {
            const text = () => document.querySelector('[aria-label="Text to label"]').textContent;
            const shown = [text()];
            for (let turn = 0; turn < 4; turn++) {
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "1", code: "Digit1", bubbles: true}));
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                shown.push(text());
            }
            return shown;
        }"""
    )
    assert len(set(shown)) == 5


def test_undo_takes_back_what_was_sent_and_redo_gives_it_again(service, project, screen) -> None:
    decided = [screen.press("1") for _ in range(5)]
    service.expect_labels(project, dict.fromkeys(decided, "Refund"))
    for text in reversed(decided[2:]):
        screen.page.keyboard.press("Backspace")
        screen.expect_text(text)
    service.expect_labels(project, dict.fromkeys(decided[:2], "Refund"))

    screen.press("2")
    screen.page.keyboard.press("Shift+Control+Z")
    screen.page.keyboard.press("Shift+Control+Z")
    wanted = dict.fromkeys(decided, "Refund") | {decided[2]: "Charged twice"}
    service.expect_labels(project, wanted)


def test_a_reload_does_not_end_undo(service, project, screen) -> None:
    first, second, third = (screen.press("1") for _ in range(3))
    screen.all_saved()
    screen.page.reload()
    for key, text in (("Backspace", third), ("Control+z", second)):
        expect(screen.footer).to_contain_text("undo Refund")
        screen.page.keyboard.press(key)
        screen.expect_text(text)
    service.expect_labels(project, {first: "Refund"})
    screen.press("2")
    service.expect_labels(project, {first: "Refund", second: "Charged twice"})


def test_offline_answers_are_kept_and_sent_when_the_network_is_back(
    service, project, screen
) -> None:
    context = screen.page.context
    context.set_offline(True)
    first, slip = screen.press("1"), screen.press("1")
    screen.page.keyboard.press("Control+z")
    screen.expect_text(slip)
    screen.press("4")
    expect(screen.saved).to_have_text(
        re.compile(r"^Offline: 2\sanswers kept on this device · \d+\stexts here$")
    )
    assert service.labels(project) == {}
    context.set_offline(False)
    screen.all_saved()
    service.expect_labels(project, {first: "Refund", slip: "Other"})


def test_answers_bring_what_is_next(service, project, page) -> None:
    counts = "**/progress"
    page.route(counts, lambda route: route.abort())  # so nobody knows of texts to spare
    screen = LabellingScreen(page, project)
    asked: list[str] = []
    screen.page.on("request", lambda each: asked.append(each.url.rpartition("/")[2]))
    for _ in range(12):
        screen.press("1")
        screen.all_saved()
    assert asked.count("answer-and-next") == 6, "every other time enough is at hand"
    assert "assignments" not in asked
    page.unroute(counts)
    expect(screen.page.get_by_role("banner")).to_contain_text("12 labels")
    assert len(service.labels(project)) == 12


def test_unsent_answers_survive_a_reload(service, project, screen) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    screen.page.route(ANSWERS, refuse)
    text = screen.press("3")
    screen.page.reload()
    expect(screen.saved).to_have_text(
        re.compile(r"^Offline: 1\sanswer kept on this device · \d+\stexts here$")
    )
    screen.expect_another(text)
    screen.page.unroute(ANSWERS, refuse)
    screen.all_saved()
    service.expect_labels(project, {text: "Card issue"})


def test_what_the_service_refuses_is_shown_and_can_be_tried_again(service, project, screen) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(
            status=422, json={"status": 422, "code": "invalid", "detail": "No such class."}
        )

    screen.page.route(ANSWERS, refuse)
    text = screen.press("1")
    other = screen.press("2")
    screen.page.get_by_role("button", name="Couldn't save 2 answers").click()
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_contain_text("No such class.")
    screen.page.unroute(ANSWERS, refuse)
    dialog.get_by_role("button", name="Try again").first.click()
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_be_hidden()
    screen.all_saved()
    service.expect_labels(project, {text: "Refund", other: "Charged twice"})


def test_skip_leaves_the_item_unlabelled(service, project, screen) -> None:
    skipped = screen.press("Space")
    expect(screen.footer).to_contain_text("undo Skip")
    labelled = screen.press("1")
    service.expect_labels(project, {labelled: "Refund"})
    assert skipped != labelled


def test_a_comment_outlives_a_press_that_ends_outside_its_box(screen) -> None:
    mouse = screen.page.mouse
    screen.page.keyboard.press("c")
    comment = screen.page.get_by_label("Comment", exact=True)
    expect(comment).to_be_focused()
    screen.page.keyboard.type("Is 1 or 2 meant?")
    expect(comment).to_have_value("Is 1 or 2 meant?")
    box = comment.bounding_box()
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.down()
    mouse.move(20, 300)
    mouse.up()
    expect(comment).to_have_value("Is 1 or 2 meant?")
    mouse.click(20, 300)
    expect(screen.page.get_by_role("dialog")).to_be_hidden()
    screen.page.keyboard.press("c")
    expect(comment).to_have_value("Is 1 or 2 meant?")
    screen.page.keyboard.press("Escape")
    screen.press("1")
    screen.page.keyboard.press("c")
    expect(comment).to_have_value("")


def test_a_key_held_down_or_composed_answers_nothing_more(screen) -> None:
    screen.press("1")
    before = screen.text
    screen.page.evaluate(
        """() => {
            for (const more of [{repeat: true}, {isComposing: true}, {altKey: true}])
                document.body.dispatchEvent(new KeyboardEvent(
                    "keydown", {key: "1", code: "Digit1", bubbles: true, ...more}));
        }"""
    )
    assert screen.text == before


def test_enter_and_space_press_what_the_keyboard_has_focused(service, project, screen) -> None:
    screen.answers.get_by_role("button", name="Charged twice").focus()
    screen.page.keyboard.press("Tab")
    text = screen.press("Enter")
    service.expect_labels(project, {text: "Card issue"})
    # A click leaves the keys with the page: Space skips.
    before = screen.text
    screen.page.wait_for_timeout(200)  # a click on what nobody can have read decides nothing
    screen.answers.get_by_role("button", name="Other").click()
    screen.expect_another(before)
    screen.press("Space")
    expect(screen.footer).to_contain_text("undo Skip")


@pytest.mark.parametrize("way", ["key", "click", "menu"])
def test_after_a_dialog_the_keys_are_the_pages_again(screen, way: str) -> None:
    page = screen.page
    if way == "key":
        page.keyboard.press("c")
    elif way == "click":
        page.get_by_role("button", name="All keys").click()
    else:
        page.get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Comment").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    screen.press("Space")
    expect(screen.footer).to_contain_text("undo Skip")
    screen.press("1")


def test_a_new_round_exchanges_what_was_prefetched(service, project, screen) -> None:
    given = {}
    with screen.page.expect_request("**/*:release"):
        for turn in range(12):
            given[screen.press(str(turn % 2 + 1))] = CLASSES[turn % 2]
            screen.page.wait_for_timeout(200)
    service.expect_labels(project, given)


def test_items_are_text_whatever_they_look_like(service, page) -> None:
    hostile = '<img src=x onerror="document.title = `run`"> <b>bold</b>\n\n  indented'
    project = service.project("Hostile", ["a", "b"], [hostile, "مرحبا، لم تصلني البطاقة"])
    screen = LabellingScreen(page, project)
    seen = [screen.press("1"), screen.text]
    assert hostile in seen
    arabic = page.get_by_text("مرحبا")
    if seen[0] != hostile:
        page.keyboard.press("Backspace")
    expect(arabic).to_have_css("direction", "rtl")
    assert "run" not in page.title()
