"""The way to a new project: files of every sort, classes, drafts and refusals."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.new_project.new_project_screen import NewProjectScreen
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CSV = b"text,kind\nfirst text,a\nsecond text,b\nthird text,a\nfourth text,b\n"
PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
}"""


DROP_BESIDE = """name => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["text\\nfrom beside\\nand another\\n"], name));
    const drag = kind => new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true});
    return ["dragover", "drop"].map(kind => !document.body.dispatchEvent(drag(kind)));
}"""
"""Whether the browser is kept from leaving the page for the file."""


@pytest.fixture
def screen(page: Page) -> NewProjectScreen:
    return NewProjectScreen(page)


def test_a_file_in_an_old_encoding_arrives_as_it_was_written(
    service: Service, screen: NewProjectScreen
) -> None:
    screen.drop(
        "Post.csv", "Nachricht;Art\nGrüße aus Köln;x\nWo ist das Päckchen?;y\n".encode("cp1252")
    )
    expect(screen.data.get_by_role("status")).to_contain_text("semicolons, Windows-1252")
    expect(screen.data.get_by_label("The texts are in")).to_have_value("Nachricht")
    screen.write_classes("Lob", "Frage")
    project = screen.start()
    assert service.texts(project) == {"Grüße aus Köln", "Wo ist das Päckchen?"}


@pytest.mark.parametrize(
    ("pasted", "texts"),
    [
        ("text\tkind\none thing\ta\nother thing\tb\n", {"one thing", "other thing"}),
        ("A line is a text, \nalso with a comma\n", {"A line is a text, ", "also with a comma"}),
        ('{"text": "from", "n": 1}\n{"text": "objects"}\n', {"from", "objects"}),
    ],
    ids=["from a sheet", "prose", "NDJSON"],
)
def test_what_is_pasted_becomes_texts(
    service: Service, screen: NewProjectScreen, pasted: str, texts: set[str]
) -> None:
    screen.page.evaluate(PASTE, pasted)
    expect(screen.data.get_by_role("status")).to_contain_text("2 rows")
    screen.write_classes("a", "b")
    assert service.texts(screen.start()) == texts


def test_another_text_column_can_be_chosen(service: Service, screen: NewProjectScreen) -> None:
    screen.drop("a.csv", b"text,note\nlong enough to be the text,short\nand another,\n")
    screen.data.get_by_label("The texts are in").select_option("note")
    expect(screen.data).to_contain_text("Keeping 1 of 2")
    screen.write_classes("a", "b")
    assert service.texts(screen.start()) == {"short"}


def test_classes_are_written_moved_and_keyed_without_a_mouse(
    service: Service, screen: NewProjectScreen
) -> None:
    screen.drop("a.csv", CSV)
    page = screen.page
    first = screen.answers.get_by_label("Name of class 1", exact=True)
    first.focus()
    page.keyboard.type("Refund")
    page.keyboard.press("Enter")
    page.keyboard.type("Other")
    page.keyboard.press("Alt+ArrowUp")
    screen.expect_names("Other", "Refund", "")
    page.keyboard.press("Enter")
    page.keyboard.type("Card")
    screen.expect_names("Other", "Card", "Refund", "")
    expect(page.locator(":focus")).to_have_value("Card")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    screen.expect_names("Other", "Refund", "")
    expect(page.locator(":focus")).to_have_value("Other")

    screen.answers.get_by_label("Key of Refund").fill("1")
    screen.answers.get_by_label("Key of Other").press("1")
    expect(screen.answers.get_by_role("alert")).to_contain_text("Key 1 is taken by Refund")
    preview = page.get_by_role("region", name="How it will look")
    expect(preview.get_by_role("button")).to_have_text(["2Other", "1Refund"])
    before = preview.inner_text()
    preview.get_by_role("button", name="Refund").click()
    expect(preview).not_to_have_text(before, use_inner_text=True)

    made = service.http.get(f"/projects/{screen.start()}").json()["classes"]
    assert [(one["name"], one["key"]) for one in made] == [("Other", "2"), ("Refund", "1")]


def test_the_preview_has_no_digits_where_suggestions_will_have_them(
    screen: NewProjectScreen,
) -> None:
    rows = "".join(f"text {number},kind {number}\n" for number in [*range(11), *range(11)])
    screen.drop("kinds.csv", f"text,label\n{rows}".encode())
    screen.take_classes_from("label")
    preview = screen.page.get_by_role("region", name="How it will look")
    expect(preview.get_by_role("button", name="kind 0")).to_have_text("kind 0")
    expect(screen.answers.get_by_label("Key of kind 0")).to_have_count(0)
    expect(screen.answers).to_contain_text("a code of two letters")
    expect(preview.get_by_role("status")).to_have_text("11 classes: find it by name")
    assert preview.locator("[data-wrong]").count() == 0
    expect(screen.answers).to_contain_text("open them with Shift+G")
    screen.answers.get_by_role("button", name="Remove kind 9", exact=True).click()
    expect(screen.answers.get_by_label("Key of kind 0")).to_have_attribute("placeholder", "1")
    expect(screen.answers).to_contain_text("open them with G")


def test_a_file_dropped_beside_the_box_is_taken_and_elsewhere_left(
    screen: NewProjectScreen,
) -> None:
    assert screen.page.evaluate(DROP_BESIDE, "beside.csv") == [True, True]
    expect(screen.data).to_contain_text("beside.csv")
    expect(screen.data.get_by_role("status")).to_contain_text("2 rows")
    screen.page.goto("/")
    expect(screen.page.get_by_role("heading", name="Projects")).to_be_visible()
    assert screen.page.evaluate(DROP_BESIDE, "stray.csv") == [True, True]


def test_classes_are_those_of_the_label_unless_one_asks_for_others(
    screen: NewProjectScreen,
) -> None:
    rows = "".join(f"text {n},kind {n % 3},{'test' if n % 2 else 'train'}\n" for n in range(12))
    screen.drop("split.csv", f"text,label,split\n{rows}".encode())
    offers = screen.answers.get_by_role("button", name="Take the")
    expect(offers).to_have_text(
        ["Take the 3 values of column “label”", "Take the values of another column ▾"]
    )
    offers.last.click()
    screen.page.get_by_role("menuitem", name="split: 2").click()
    screen.expect_names("test", "train")


def test_classes_of_another_file_take_the_place_of_those_of_the_first(
    screen: NewProjectScreen,
) -> None:
    many = "".join(f"text {n},kind {n:02}\n" for n in [*range(13), *range(13)])
    screen.drop("wrong.csv", f"text,label\n{many}".encode())
    screen.take_classes_from("label")
    expect(screen.answers).to_contain_text("13\u00a0classes in all")
    screen.page.reload()
    screen.drop("right.csv", CSV)
    screen.take_classes_from("kind")
    screen.expect_names("a", "b")


def test_a_class_is_dragged_to_its_place(screen: NewProjectScreen) -> None:
    screen.drop("a.csv", CSV)
    screen.take_classes_from("kind")
    handle = screen.answers.get_by_role("button", name="Move b: arrow keys").bounding_box()
    assert handle
    mouse = screen.page.mouse
    mouse.move(handle["x"] + 8, handle["y"] + 18)
    mouse.down()
    mouse.move(handle["x"] + 8, handle["y"] - 20, steps=5)
    mouse.up()
    screen.expect_names("b", "a")


def test_a_draft_outlives_the_page(screen: NewProjectScreen) -> None:
    screen.drop("drafted.csv", CSV)
    screen.take_classes_from("kind")
    screen.page.get_by_label("Target accuracy, %").fill("90")
    screen.page.reload()
    expect(screen.data).to_contain_text("drafted.csv")
    expect(screen.page.get_by_label("Target accuracy, %")).to_have_value("90")
    screen.expect_names("a", "b")
    screen.page.get_by_role("button", name="Start over").click()
    screen.page.reload()
    expect(screen.data).to_contain_text("Drop a file")


def test_of_a_project_that_is_made_nothing_is_left_for_the_next(screen: NewProjectScreen) -> None:
    screen.drop("made.csv", CSV)
    screen.take_classes_from("kind")
    screen.page.get_by_label("Name", exact=True).fill("The first")
    made = screen.start()  # its screen may be on its way still
    following = NewProjectScreen(screen.page)
    following.drop("following.csv", CSV)
    following.expect_names("", "")
    following.write_classes("c", "d")
    expect(following.page.get_by_label("Name", exact=True)).to_have_value("Following")
    screen.page.goto(f"/projects/{made}/label")
    expect(screen.page.get_by_role("button", name="skip")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("sheet.xlsx", b"PK\x03\x04\x00", "Save the sheet as CSV"),
        ("empty.csv", b"text\n", "no rows"),
        ("blank.csv", b"text,n\n,1\n", "No line can be used"),
        ("twice.csv", b"text,n,n\na,1,2\n", "has the column “n” twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_once(
    screen: NewProjectScreen, name: str, content: bytes, words: str
) -> None:
    screen.drop(name, content)
    expect(screen.data.get_by_role("alert")).to_contain_text(words)
    expect(screen.page.get_by_text("Choose a file first.")).to_have_count(2)


def test_what_the_service_refuses_stands_where_it_belongs_and_leaves_no_project(
    service: Service, screen: NewProjectScreen
) -> None:
    def projects() -> int:
        return len(service.http.get("/projects", params={"limit": 500}).json()["results"])

    def patient(route: Route) -> None:
        url = route.request.url.replace("wait=3", "wait=60")
        if "other.csv" in url:  # it isn't the file that was looked into any more
            url = url.replace("text=text", "text=gone")
        route.continue_(url=url)

    before, page = projects(), screen.page
    # After three seconds the page goes on, and the refusal is told on the project's screen.
    page.route("**/imports?*", patient)
    screen.drop("other.csv", b"text,n\na,1\nb,3\n")
    screen.write_classes("a", "b")
    page.get_by_label("Target accuracy, %").fill("a lot")
    page.get_by_role("button", name="Start labelling").click()
    expect(page.get_by_text("Enter a number.")).to_be_visible()
    page.get_by_label("Target accuracy, %").fill("90 %")
    page.get_by_role("button", name="Start labelling").click()
    expect(screen.data.get_by_role("alert")).to_contain_text("No column 'gone'")
    until(lambda: projects() == before, "the project that was begun is gone")
    # Another file, and it goes on with everything else as it was.
    screen.drop("once.csv", CSV)
    project = screen.start()
    assert service.http.get(f"/projects/{project}").json()["target"] == 0.9


def test_what_is_cut_is_whole_under_a_finger(new_page: NewPage, signed_in: object) -> None:
    page = new_page(storage_state=signed_in, viewport={"width": 360, "height": 800}, has_touch=True)
    screen = NewProjectScreen(page)
    long = "a text that is far longer than a narrow screen has room for " * 3
    screen.drop("texts.csv", f"text,label\n{long},one\nshort,two\n".encode())
    cell = screen.data.get_by_role("cell", name=long.strip())
    is_cut = "cell => cell.scrollWidth > cell.clientWidth"
    assert cell.evaluate(is_cut)
    cell.tap()
    until(lambda: not cell.evaluate(is_cut), "all of the cell")
    screen.data.get_by_role("cell", name="short").tap()
    until(lambda: cell.evaluate(is_cut), "a cell that is cut")
