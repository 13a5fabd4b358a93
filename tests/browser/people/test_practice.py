"""A new annotator's practice round, from the owner's setting to the first text that counts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import in_every_size, look
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow
FRUIT, METAL = "About what grows", "About what is mined"
GUIDELINE = "What grows on an ore is mined."


def project_of(service: Service, names: list[str], **settings: object) -> int:
    """Half of its texts came with their class: "x number 3" is of the class x."""
    classes = [{"name": name, "description": FRUIT if name == "fruit" else METAL} for name in names]
    project = service.project("Practised", classes, [f"new {n}" for n in range(9)], **settings)
    rows = [f"{names[number % len(names)]} number {number}" for number in range(60)]
    lines = ["text,label", *(f"{row},{row.split()[0]}" for row in rows)]
    service.send(project, "settled.csv", lines, labels="import")
    return project


def join(page: Page, service: Service, project: int, name: str) -> None:
    page.goto(service.invitation(project))
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")


def text(page: Page) -> str:
    return page.get_by_role("region", name="Text to label").inner_text()


def key_of(asked: str) -> str:
    return "1" if asked.startswith("fruit") else "2"


def test_a_new_annotator_practises_and_the_owner_sees_how_it_went(
    page: Page, new_page: NewPage, service: Service
) -> None:
    project = project_of(service, ["fruit", "metal"], guidelines=GUIDELINE)
    page.goto(f"/projects/{project}/settings")
    page.get_by_label("Practice texts").fill("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("saved")).to_be_visible()
    ann = new_page()
    join(ann, service, project, "Ann")
    expect(ann.get_by_text("1 of 4")).to_be_visible()
    ann.set_viewport_size({"width": 390, "height": 844})
    expect(ann.get_by_text("Nothing here counts.")).to_be_in_viewport(ratio=1)
    assert in_every_size(ann, "practice-asked") == []
    wrong = text(ann)
    ann.keyboard.press("2" if key_of(wrong) == "1" else "1")
    expect(ann.get_by_role("heading", name="Not right")).to_be_visible()
    expect(ann.get_by_text(f"The answer is {wrong.split()[0]}")).to_be_visible()
    for told in (FRUIT, METAL, GUIDELINE):  # the right class beside the chosen one, and the rule
        expect(ann.get_by_text(told)).to_be_visible()
    assert in_every_size(ann, "practice-wrong") == []
    ann.keyboard.press("1")  # it is answered: no key answers the next one unread
    expect(ann.get_by_role("region", name="Text to label")).to_have_text(wrong)
    ann.reload()
    expect(ann.get_by_text("2 of 4")).to_be_visible()
    for place in (2, 3, 4):
        expect(ann.get_by_text(f"{place} of 4")).to_be_visible()
        ann.keyboard.press(key_of(text(ann)))
        expect(ann.get_by_role("heading", name="Right")).to_be_visible()
        if place == 2:
            assert look(ann, "practice-right") == []
        ann.keyboard.press("Enter")
    expect(ann.get_by_role("heading", name="3 of 4 right")).to_be_visible()
    for told in (wrong, FRUIT, METAL, GUIDELINE):
        expect(ann.get_by_text(told)).to_be_visible()
    assert in_every_size(ann, "practice-outcome") == []
    ann.reload()
    expect(ann.get_by_role("heading", name="3 of 4 right")).to_be_visible()
    ann.keyboard.press("Enter")
    expect(ann.locator("#answers")).to_be_visible()
    expect(ann.get_by_text("Nothing here counts.")).to_have_count(0)
    assert text(ann).startswith("new")
    page.goto(f"/projects/{project}")
    row = page.get_by_role("row", name=re.compile("^Ann"))
    expect(row).to_contain_text("3 of 4")
    given = service.http.get(f"/projects/{project}/stats").json()["people"]
    assert given == []


def test_many_classes_are_practised_by_their_letters(new_page: NewPage, service: Service) -> None:
    names = [f"topic_{chr(97 + number)}" for number in range(12)]
    project = project_of(service, names, practice=2, suggestions=False)
    ann = new_page()
    join(ann, service, project, "Ben")
    expect(ann.get_by_text("1 of 2")).to_be_visible()
    assert in_every_size(ann, "practice-many") == []
    named = text(ann).split()[0].replace("_", " ")
    button = ann.get_by_role("button", name=re.compile(f"^{named}"))
    code = button.get_attribute("aria-description")
    assert code is not None
    for letter in re.findall(r"\b[A-Z]\b", code):
        ann.keyboard.press(letter.lower())
    expect(ann.get_by_role("heading", name="Right")).to_be_visible()
    ann.keyboard.press("Space")
    expect(ann.get_by_text("2 of 2")).to_be_visible()
    named = text(ann).split()[0].replace("_", " ")
    ann.keyboard.press("/")
    ann.keyboard.type(named)
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("heading", name="Right")).to_be_visible()
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("heading", name="2 of 2 right")).to_be_visible()
    assert look(ann, "practice-all-right") == []


def test_sets_of_classes_are_practised_too(new_page: NewPage, service: Service) -> None:
    project = project_of(service, ["fruit", "metal"], practice=1, answer_kind="multi_label")
    ann = new_page()
    join(ann, service, project, "Cat")
    key = key_of(text(ann))
    ann.keyboard.press("1")
    ann.keyboard.press("2")
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("heading", name="Not right")).to_be_visible()
    expect(ann.get_by_text(f"The answer is {'fruit' if key == '1' else 'metal'}")).to_be_visible()
    assert look(ann, "practice-set") == []
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("heading", name="0 of 1 right")).to_be_visible()
