"""Every screen in light and dark, wide and narrow: zero axe violations, no shift, small files."""

import gzip

import pytest
from playwright.sync_api import Page, Response, StorageState, expect

from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import TWO_FRAMES, in_every_size, look
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

LONG = (
    "The solver converges quadratically near a simple root, if the derivative is continuous. " * 230
)
GZIPPED_BYTES = 200_000
MOST_FILES = 10
"""Scripts and styles of the labelling screen. There were 37: each costs the browser as much as it
takes to run a few thousand lines."""


@pytest.fixture(scope="module")
def projects(service: Service) -> dict[str, int]:
    short = ["Where is my money?", *(f"Where is order {number}?" for number in range(20))]
    two = [{"name": "Yes", "description": "It is about a card"}, "No"]
    ten = [f"Topic {number}" for number in range(10)]
    many = [f"a_rather_long_name_of_a_topic_{number}" for number in range(150)]
    return {
        "two": service.project("Is it about a card?", two, short, guidelines="Cards only."),
        "ten": service.project("What is it for?", ten, [f"{LONG}{number}" for number in range(8)]),
        "many": service.project("Banking questions", many, short),
        "none": service.project("Nothing yet", ["a", "b"], []),
    }


def decide(screen: LabellingScreen, classes: int) -> None:
    """By a digit, or where these take suggestions, by the first class that is found."""
    if classes > 10:
        screen.page.keyboard.type("/o")
    screen.press("Enter" if classes > 10 else "1")


def test_labelling(page: Page, projects: dict[str, int]) -> None:
    wrong = []
    for name in ("two", "ten", "many"):
        screen = LabellingScreen(page, projects[name])
        wrong += in_every_size(page, f"label-{name}")
        decide(screen, classes=150 if name == "many" else 2)
        page.keyboard.press("Backspace")
        wrong += look(page, f"undone-{name}")
    assert wrong == []


def test_guidelines_cover_neither_the_text_nor_an_answer(
    page: Page, projects: dict[str, int]
) -> None:
    for name in ("ten", "many"):
        page.set_viewport_size({"width": 1280, "height": 800})
        screen = LabellingScreen(page, projects[name])
        page.keyboard.press("Shift+G" if name == "many" else "g")
        panel = page.get_by_role("complementary", name="Guidelines")
        expect(panel).to_be_visible()
        page.evaluate(TWO_FRAMES)
        side = panel.evaluate("panel => panel.offsetLeft")
        for part in (screen.shown, *screen.answers.get_by_role("button").all()):
            box = part.bounding_box()
            assert box
            assert box["x"] + box["width"] <= side, name
        page.keyboard.press("Shift+G" if name == "many" else "g")


def test_what_opens_over_the_labelling_screen(page: Page, projects: dict[str, int]) -> None:
    LabellingScreen(page, projects["two"])
    wrong = []
    for key, name in (("?", "keys"), ("c", "comment")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        wrong += look(page, name)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("g")
    expect(page.get_by_role("complementary")).to_contain_text("Cards only.")
    wrong += look(page, "guidelines")
    page.get_by_role("button", name="Pin").click()
    wrong += look(page, "pinned")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("menu")).to_be_visible()
    wrong += look(page, "menu")
    page.keyboard.press("Escape")
    LabellingScreen(page, projects["many"])
    page.keyboard.type("/topic 7")
    expect(page.get_by_role("combobox")).to_be_focused()
    wrong += look(page, "filter")
    assert wrong == []


@pytest.mark.parametrize(
    ("classes", "size"),
    [(10, (390, 844)), (150, (390, 844)), (10, (1440, 500)), (150, (1024, 600))],
)
def test_an_answer_is_as_high_as_its_words(
    service: Service, page: Page, classes: int, size: tuple[int, int]
) -> None:
    wordy = [
        {
            "name": f"{number} is really quite long and goes on for the whole width and more",
            "description": "Wants money back for what was bought and not received, or was broken",
        }
        for number in range(classes)
    ]
    screen = LabellingScreen(page, service.project("Long names", wordy, ["A text"]))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(TWO_FRAMES)
    overflowing = screen.answers.get_by_role("button").evaluate_all(
        "buttons => buttons.filter(one => one.scrollHeight > one.clientHeight).length"
    )
    assert overflowing == 0
    last = screen.answers.get_by_role("button").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)


REASONS = {
    "embedding": "Preparing the first texts",
    "all_leased": "Nothing left for you right now",
    "paused": "This project is paused",
    "done": "That's all for now",
}


@pytest.mark.parametrize("reason", REASONS)
def test_nothing_to_label(page: Page, projects: dict[str, int], reason: str) -> None:
    empty = {
        "assignments": [],
        "reason": {"code": reason, "detail": "", "figures": {}},
        "retry_after": 10,
    }
    page.route("**/assignments", lambda route: route.fulfill(json=empty))
    page.goto(f"/projects/{projects['two']}/label")
    expect(page.get_by_role("heading", name=REASONS[reason])).to_be_visible()
    assert look(page, reason) == []


def test_errors(page: Page, projects: dict[str, int]) -> None:
    wrong = []
    page.route("**/assignments", lambda route: route.abort())
    page.goto(f"/projects/{projects['two']}/label")
    expect(page.get_by_role("alert")).to_contain_text("can't be reached")
    wrong += look(page, "unreachable")
    page.goto("/projects/999999/label")
    expect(page.get_by_role("heading", name="This project doesn't exist")).to_be_visible()
    wrong += look(page, "no-project")
    assert wrong == []


def test_other_screens(
    page: Page, new_page: NewPage, service: Service, projects: dict[str, int]
) -> None:
    wrong = []
    page.goto("/")
    expect(page.get_by_role("link", name="Banking questions", exact=True).first).to_be_visible()
    wrong += in_every_size(page, "projects")
    page.goto(f"/projects/{projects['none']}/label")
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    wrong += look(page, "no-items")

    stranger = new_page()
    stranger.goto("/")
    expect(stranger.get_by_role("heading", name="You are not signed in")).to_be_visible()
    wrong += look(stranger, "signed-out")
    stranger.goto(service.invitation(projects["two"]))
    expect(stranger.get_by_label("Your name")).to_be_visible()
    wrong += look(stranger, "invitation")
    assert wrong == []


def test_nothing_shifts_while_labelling(page: Page, projects: dict[str, int]) -> None:
    page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.shifts.push(entry.value);
        }).observe({type: "layout-shift", buffered: true});"""
    )
    screen = LabellingScreen(page, projects["two"])
    for _ in range(5):
        screen.press("1")
        page.wait_for_timeout(150)
    # The undo line, which grows with the name of the answer, is all that may move.
    assert sum(page.evaluate("window.shifts")) < 0.001


TEXTS = ["No.", "Where is my order? " * 4, "Where is my order? " * 16, LONG]
PLACES = """() => [...document.querySelectorAll("#answers button")].map(button => {
    const {top, left} = button.getBoundingClientRect();
    return `${top} ${left}`;
})"""


@pytest.mark.parametrize(
    ("classes", "size"),
    [
        (2, (1440, 900)),
        (2, (390, 844)),
        (4, (1024, 700)),
        (10, (1440, 900)),
        (10, (390, 844)),
        (30, (1024, 700)),
        (30, (390, 844)),
    ],
)
def test_answers_leave_their_place_for_long_texts_alone(
    service: Service, page: Page, classes: int, size: tuple[int, int]
) -> None:
    names = [f"Topic {number}" for number in range(classes)]
    # A short text between two that overflow keeps their place, and on a phone the third does.
    texts = [text for text in TEXTS if size[0] > 600 or text != TEXTS[2]]
    project = service.project("Places", names, [f"{n}: {text}" for n, text in enumerate(texts)])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    screen = LabellingScreen(page, project)
    places, lengths = [], []
    for turn in range(len(texts)):
        places.append(page.evaluate(PLACES))
        lengths.append(len(screen.text))
        if turn < len(texts) - 1:
            decide(screen, classes)
    assert sorted(lengths)[0] < 10 < 10_000 < sorted(lengths)[-1]
    assert len(places[0]) == classes
    shortest = [place for _, place in sorted(zip(lengths, places, strict=True))[:2]]
    assert shortest[0] == shortest[1]
    assert len({str(place) for place in places}) <= 2


def test_with_many_answers_a_long_text_has_a_quarter_of_a_small_phone(
    service: Service, page: Page
) -> None:
    long = service.project("Long, and many", [f"Topic {n}" for n in range(30)], [LONG])
    page.set_viewport_size({"width": 360, "height": 640})
    screen = LabellingScreen(page, long)
    box = page.get_by_role("region", name="Text to label").bounding_box()
    assert box
    assert box["height"] > 640 / 4, screen.text[:40]


def test_on_a_narrow_phone_no_tab_is_cut_and_no_class_is_out_of_sight(
    service: Service, page: Page
) -> None:
    classes = [f"class {n}" for n in range(10)]
    many = service.project("Ten classes", classes, ["Where is my money?"])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/projects/{many}")
    tabs = page.get_by_role("navigation", name="Project")
    expect(tabs).to_be_visible()
    assert tabs.evaluate("nav => nav.scrollWidth <= nav.clientWidth")
    listed = page.get_by_role("list", name="Labels of each class")
    expect(listed.get_by_role("listitem")).to_have_count(10)
    assert listed.evaluate("list => list.scrollHeight <= list.clientHeight")


@pytest.mark.parametrize("height", [664, 844])
def test_ten_answers_are_all_in_view_on_a_phone(
    page: Page, projects: dict[str, int], height: int
) -> None:
    page.set_viewport_size({"width": 390, "height": height})
    screen = LabellingScreen(page, projects["ten"])
    footer = screen.footer.bounding_box()
    text = screen.shown.bounding_box()
    assert footer
    assert text
    for answer in screen.answers.get_by_role("button").all():
        box = answer.bounding_box()
        assert box
        assert text["y"] + text["height"] <= box["y"]
        assert box["y"] + box["height"] <= footer["y"]
        assert box["height"] >= 44
    assert text["height"] >= 3 * 31, "three lines of the text are in view"


def test_the_labelling_screen_is_small(
    new_page: NewPage, signed_in: StorageState, projects
) -> None:
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        if response.url.endswith((".js", ".css")):
            sizes[response.url] = len(gzip.compress(response.body()))

    page = new_page(storage_state=signed_in)
    page.on("response", note)
    LabellingScreen(page, projects["two"])
    page.wait_for_load_state("networkidle")
    assert 2 <= len(sizes) <= MOST_FILES
    assert sum(sizes.values()) <= GZIPPED_BYTES
