"""Data of every sort: into a new project, into one that runs, and taken back."""

import gzip
import io
import json
import re

import pyarrow
import pyarrow.parquet
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import look
from tests.browser.new_project.new_project_screen import NewProjectScreen, drop
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

ROWS = [{"id": 1, "body": "Grüße", "kind": "a"}, {"id": 2, "body": "two", "kind": "b"}]
ROWS += [{"id": n, "body": f"row {n}", "kind": "ab"[n % 2]} for n in range(3, 7)]
CLASSES = ["bird", "cat", "dog"]


def parquet(rows: list[dict[str, object]]) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file, compression="zstd")
    return file.getvalue()


def csv(texts: list[str], labelled: int = 0) -> bytes:
    lines = [f"{text},{animal(text) if n < labelled else ''}" for n, text in enumerate(texts)]
    return "\n".join(["text,label", *lines]).encode()


TSV = "id\tbody\tkind\n" + "".join(f"{r['id']}\t{r['body']}\t{r['kind']}\n" for r in ROWS)


@pytest.mark.parametrize(
    ("name", "content", "written"),
    [
        ("rows.parquet", parquet(ROWS), "Parquet"),
        pytest.param(
            "rows.json.gz",
            gzip.compress(json.dumps(ROWS).encode()),
            "a JSON array, UTF-8, packed",
            id="packed JSON array",
        ),
        pytest.param(
            "rows.tsv.gz",
            gzip.compress(TSV.encode()),
            "separated by tabs, UTF-8, packed",
            id="packed TSV",
        ),
        ("rows.json", json.dumps(ROWS, indent=1).encode(), "a JSON array"),
    ],
    ids=["Parquet", "JSON array, packed", "TSV, packed", "JSON array"],
)
def test_a_file_of_any_sort_becomes_a_project(
    service: Service, page: Page, name: str, content: bytes, written: str
) -> None:
    screen = NewProjectScreen(page)
    screen.drop(name, content)
    expect(screen.data.get_by_role("status")).to_contain_text(written)
    expect(screen.data.get_by_role("status")).to_contain_text("6 rows")
    expect(screen.data.get_by_label("The texts are in")).to_have_value("body")
    screen.take_classes_from("kind")
    assert service.texts(screen.start()) == {row["body"] for row in ROWS}


def test_the_reader_of_parquet_is_loaded_when_such_a_file_comes(page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    screen = NewProjectScreen(page)
    assert not [url for url in loaded if "parquet" in url]
    screen.drop("rows.parquet", parquet(ROWS))
    expect(screen.data.get_by_role("status")).to_contain_text("Parquet")
    assert [url for url in loaded if "parquet" in url]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param(
            "cut.csv.gz", gzip.compress(csv(animal_texts(50)))[:-9], "cut off", id="cut gzip"
        ),
        ("cut.json", b'[{"text": "a"}, {"te', "no end"),
        ("cut.parquet", parquet(ROWS)[:-9], "cut off"),
        pytest.param(
            "twice.gz",
            gzip.compress(gzip.compress(b"text\na\n")),
            "compressed twice",
            id="twice packed",
        ),
        ("old.json", b'[{"text": 1}, 2]', "row 1 has “text” is not a text"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(
    page: Page, name: str, content: bytes, words: str
) -> None:
    screen = NewProjectScreen(page)
    screen.drop(name, content)
    expect(screen.data.get_by_role("alert")).to_contain_text(words)


def test_labels_of_the_file_become_labels_and_its_values_classes(
    service: Service, page: Page
) -> None:
    texts = animal_texts(12)
    screen = NewProjectScreen(page)
    screen.drop("animals.csv", csv(texts, labelled=9))
    screen.take_classes_from("label")
    use = screen.answers.get_by_label("Use the labels in this file")
    expect(use).to_have_value("label")
    screen.answers.get_by_label("Remove dog").click()
    expect(use).to_have_value("")
    expect(screen.answers).to_contain_text("9 of 12 rows have a label in “label”.")
    use.select_option(label="From “label”")
    expect(screen.answers).to_contain_text("9 of 12 rows have a label and count as answered")
    expect(screen.answers).to_contain_text("“dog” is not a class yet. Otherwise rows with other")
    screen.answers.get_by_label("Create classes from the labels").check()
    project = screen.start()
    [counts] = service.imported(project)
    assert (counts["labelled"], counts["rejected"]) == (9, 0)
    assert service.labels(project) == {text: animal(text) for text in texts[:9]}
    made = service.http.get(f"/projects/{project}").json()["classes"]
    assert [one["name"] for one in made] == CLASSES


def test_labels_in_other_case_are_told_and_folded_where_that_is_asked_for(
    service: Service, page: Page
) -> None:
    rows: list[dict[str, object]] = [{"text": f"text {n}", "label": "Cat"} for n in range(4)]
    rows += [{"text": "text 4", "label": "cat"}, {"text": "text 5", "label": "Dog"}]
    rows += [{"text": "text 6", "label": True}, {"text": "text 7", "label": ["Dog"]}]
    screen = NewProjectScreen(page)
    screen.drop("animals.ndjson", "\n".join(map(json.dumps, rows)).encode())
    screen.take_classes_from("label")
    screen.answers.get_by_label("Use the labels in this file").select_option(label="From “label”")
    expect(screen.answers).to_contain_text("“cat” means “Cat”.")
    expect(screen.answers).to_contain_text("1 row has true, false, a list or an object instead")
    screen.answers.get_by_label("Ignore case").check()
    assert look(page, "labels-in-other-case") == []
    project = screen.start()
    [counts] = service.imported(project)
    assert (counts["fold_case"], counts["labelled"], counts["rejected"]) == (True, 7, 1)
    assert {*service.labels(project).values()} == {"Cat", "Dog"}


class DataCard:
    """The files of a project, as its engineer sees them."""

    def __init__(self, page: Page, project: int) -> None:
        self.page = page
        page.goto(f"/projects/{project}")
        self.card = page.get_by_role("region", name="Data", exact=True)
        expect(self.card).to_be_visible()

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def file(self, name: str) -> Locator:
        return self.card.get_by_role("listitem").filter(has_text=name)

    def choose(self, name: str, content: bytes) -> None:
        self.card.get_by_role("button", name="Add data").click()
        drop(self.dialog.locator("label").first, name, content)

    def add(self) -> None:
        self.dialog.get_by_role("button", name=re.compile("^Add ")).click()
        expect(self.dialog).to_be_hidden()


def test_a_second_file_while_labelling_and_back_again(
    service: Service, page: Page, new_page, signed_in
) -> None:
    texts = animal_texts(40)
    project = service.project("Growing", CLASSES, texts[:20])
    labelling = LabellingScreen(new_page(storage_state=signed_in), project)
    labelling.press("1")
    data = DataCard(page, project)
    # Two of these are there already, two can't be used.
    data.choose("more.csv", csv(texts[18:]) + b"\n,cat\n,dog")
    expect(data.dialog).to_contain_text("Keeping 22 of 24")
    data.add()
    more = data.file("more.csv")
    expect(more).to_contain_text("20 new")
    expect(more).to_contain_text("24 rows")
    expect(more).to_contain_text("2 duplicates")
    more.get_by_role("button", name="2 left out").click()
    expect(data.dialog).to_contain_text("Line 24: 'text' is empty")
    page.keyboard.press("Escape")

    # Whoever labelled goes on, into the new texts too.
    for _ in range(12):
        labelling.press("1")
    labelling.all_saved()
    assert service.http.get(f"/projects/{project}").json()["item_count"] == 40

    more.get_by_role("button", name="Take back: more.csv").click()
    expect(data.dialog).to_contain_text("Its 20 new texts leave the project")
    data.dialog.get_by_role("button", name="Keep it").click()
    assert service.http.get(f"/projects/{project}").json()["item_count"] == 40
    answered = {text for text in service.labels(project) if text in texts[20:]}
    more.get_by_role("button", name="Take back: more.csv").click()
    data.dialog.get_by_role("button", name="Take it back", exact=True).click()
    if answered:
        expect(data.dialog.get_by_role("alert")).to_contain_text(
            re.compile(rf"People have answered {len(answered)}\stexts? of it")
        )
        data.dialog.get_by_role("button", name="anyway").click()
    expect(data.dialog).to_be_hidden()
    expect(more).to_contain_text("taken back")
    assert service.texts(project) == {*texts[:20]}
    labelling.press("1")


def test_taking_back_what_people_have_answered_is_asked_twice(service: Service, page: Page) -> None:
    project = service.project("Answered", CLASSES, animal_texts(6))
    label(service, project, 2, animal)
    data = DataCard(page, project)
    data.card.get_by_role("button", name="Take back").click()
    data.dialog.get_by_role("button", name="Take it back", exact=True).click()
    expect(data.dialog.get_by_role("alert")).to_contain_text(
        re.compile(r"People have answered 2\stexts of it")
    )
    assert len(service.labels(project)) == 2
    data.dialog.get_by_role("button", name="anyway").click()
    expect(data.card).to_contain_text("taken back")
    assert service.labels(project) == {}


def test_labels_that_differ_are_counted_and_listed(service: Service, page: Page) -> None:
    texts = animal_texts(6)
    project = service.project("Contradicted", CLASSES, texts)
    label(service, project, 6, animal)
    data = DataCard(page, project)
    data.choose("other.csv", f"text,label\n{texts[0]},bird\n{texts[1]},wolf".encode())
    data.dialog.get_by_label("Use the labels in this file").select_option("label")
    expect(data.dialog).to_contain_text("“wolf” is not a class yet")
    data.add()
    other = data.file("other.csv")
    other.get_by_role("button", name=re.compile(r"1\sconflict")).click()
    expect(data.dialog).to_contain_text("says “bird”; the label stays “cat”")
    page.keyboard.press("Escape")
    expect(other).to_contain_text("1 left out")


def test_a_test_set_is_measured_beside_the_audit_items(service: Service, page: Page) -> None:
    project = service.project("Tested", CLASSES, animal_texts(120), audits="proof")
    data = DataCard(page, project)
    tests = [f"Another text {n} is all about {word}" for n in range(40) for word in PLURALS]
    data.choose("test set.csv", csv(tests, labelled=120))
    data.dialog.get_by_label(re.compile("^A test set")).check()
    expect(data.dialog.get_by_label("The right answers are in")).to_have_value("label")
    data.add()
    expect(data.file("test set.csv")).to_contain_text("test set")
    expect(page.get_by_text("Your test set is measured with the next round.")).to_have_count(0)
    label(service, project, 50, animal)
    expect(page.get_by_role("list").filter(has_text="On your test set")).to_contain_text(
        re.compile(r"On your test set of 120\stexts: \d+\s% accurate \(\d+–\d+\), macro-F1")
    )
    assert len(service.texts(project)) == 120
    page.get_by_role("button", name="As a table").click()
    expect(page.get_by_role("columnheader", name="Test set")).to_be_visible()


PLURALS = ["cats", "dogs", "birds"]


def test_a_file_that_was_here_is_not_added_twice(service: Service, page: Page) -> None:
    project = service.project("Twice", CLASSES, [])
    data = DataCard(page, project)
    expect(data.card).to_contain_text("No texts yet")
    data.choose("a.csv", csv(animal_texts(5)))
    data.add()
    expect(data.file("a.csv")).to_contain_text("5 new")
    data.choose("a.csv", csv(animal_texts(5)))
    data.dialog.get_by_role("button", name=re.compile("^Add ")).click()
    expect(data.dialog).to_contain_text("This file was added before")
    assert len(service.imported(project)) == 1


def test_a_file_that_could_not_be_read_can_be_tried_again(service: Service, page: Page) -> None:
    project = service.project("Broken", CLASSES, animal_texts(5))
    service.http.post(
        f"/projects/{project}/imports?wait=30&file_name=broken.csv",
        content=b"title,label\na,b\n",
        headers={"Content-Type": "text/csv"},
    )
    data = DataCard(page, project)
    expect(data.file("broken.csv")).to_contain_text("couldn't be read")
    expect(data.file("broken.csv")).to_contain_text("Choose the right column as you add the file.")
    data.file("broken.csv").get_by_role("button", name="Try again: broken.csv").click()
    drop(data.dialog.locator("label").first, "mended.csv", csv(animal_texts(7)))
    data.add()
    expect(data.file("mended.csv")).to_contain_text("2 new")
