"""The review screen on a real service: two people label, an owner looks again, by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts
from tests.browser.conftest import NewPage
from tests.browser.looking import in_every_size
from tests.browser.review.reviewing import Person, ReviewScreen, suspected
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
TEXTS = animal_texts(90)
WRONG, DISPUTED = TEXTS[:3], TEXTS[30:33]


def another(text: str) -> str:
    """A class that the text is not of."""
    return CLASSES[(CLASSES.index(animal(text)) + 1) % 3]


class Campaign:
    """Two people answered the same texts: on three they differ, and on three both are wrong."""

    def __init__(self, service: Service) -> None:
        self.project = service.project(
            "Animals, answered twice", CLASSES, TEXTS, overlap=2, strategy="random"
        )
        self.ann, self.ben = (Person(service, self.project, name) for name in ("Ann", "Ben"))
        said = {text: another(text) for text in WRONG}
        self.ids = self.ann.label(90, lambda text: said.get(text, animal(text)))
        said |= {text: another(text) for text in DISPUTED}
        self.ben.label(90, lambda text: said.get(text, animal(text)))
        self.ann.note(self.ids[TEXTS[50]], "comment", "Is a plural one class?")
        self.ben.note(self.ids[TEXTS[51]], "flag")
        suspected(service, self.project, 2)


@pytest.fixture(scope="module")
def campaign(service: Service) -> Campaign:
    return Campaign(service)


def test_what_was_said_is_looked_at_again_and_exported(
    service: Service, campaign: Campaign, page: Page
) -> None:
    screen = ReviewScreen(page, campaign.project)
    decided: dict[str, str] = {}

    # Errors: the first is changed to what the model thinks, the next one kept, and that undone.
    changed = screen.decide("Enter")
    assert changed in WRONG
    decided[changed] = animal(changed)
    kept = screen.decide("k")
    expect(screen.foot).to_contain_text("undo: kept")
    screen.press("Backspace")
    assert screen.text == kept
    screen.all_saved()

    screen.press("ArrowRight")
    expect(screen.link("Disagreements")).to_have_attribute("aria-current", "page")
    for _ in range(2):
        text = screen.text
        expect(screen.desk).to_contain_text("Ann")
        expect(screen.desk).to_contain_text("Ben")
        key = str(1 + CLASSES.index(animal(text)))
        assert screen.decide(key) == text
        decided[text] = animal(text)
    text = screen.text
    screen.press("c")
    expect(page.get_by_role("combobox", name="Class")).to_be_focused()
    page.keyboard.type(animal(text)[:2])
    screen.press("Enter")
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    decided[text] = animal(text)
    assert {*decided} >= {*DISPUTED}
    screen.all_saved()

    screen.press("ArrowRight")
    expect(screen.desk).to_contain_text("Is a plural one class?")
    screen.press("a")
    expect(page.get_by_role("textbox", name="Answer to Ann")).to_be_focused()
    page.keyboard.type("Yes, it is.")
    screen.press("Control+Enter")
    expect(screen.desk).to_contain_text("Flagged by Ben")
    screen.press("r")
    expect(page.get_by_text("No open notes")).to_be_visible()
    screen.all_saved()

    page.get_by_role("button", name="Show resolved notes").press("Enter")
    resolved = page.get_by_role("region", name="Resolved notes").get_by_role("listitem")
    expect(resolved.filter(has_text="Yes, it is.")).to_be_visible()
    resolved.filter(has_text="Flagged by Ben").get_by_role("button", name="Open again").press(
        "Enter"
    )
    expect(screen.desk).to_contain_text("Flagged by Ben")
    screen.press("r")
    screen.all_saved()

    labels = service.labels(campaign.project)
    assert {text: labels[text] for text in decided} == decided
    left = [text for text in WRONG if text not in decided]
    assert [labels[text] for text in left] == [another(text) for text in left]
    exported = service.export(campaign.project)[changed]
    answers = [one for one in exported["annotations"] if one["annotator"] in ("Ann", "Ben")]
    assert [one["answer"] for one in answers] == 2 * [another(changed)], "answers stay on record"


def test_agreement_has_a_figure_for_everybody_and_each_person(
    campaign: Campaign, page: Page
) -> None:
    ReviewScreen(page, campaign.project, "agreement")
    expect(page.get_by_role("heading", level=2)).to_contain_text("Agreement 0.9")
    people = page.get_by_role("table").first
    for name in ("Ann", "Ben"):
        expect(people.get_by_role("row", name=name)).to_contain_text("90")
    expect(page.get_by_role("region", name="Mixed up").get_by_role("table")).to_be_visible()


def test_an_answer_to_a_note_is_read_where_its_author_labels(
    service: Service, new_page: NewPage
) -> None:
    project = service.project("Animals with questions", CLASSES, TEXTS[:30])
    guest = new_page()
    guest.goto(service.invitation(project))
    guest.get_by_label("Your name").fill("Ann")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("region", name="Text to label")).to_be_visible()
    guest.keyboard.press("c")
    guest.get_by_role("textbox", name="Comment").fill("A plural?")
    guest.keyboard.press("Control+Enter")
    path = f"/projects/{project}/review/notes"
    until(lambda: service.http.get(path).json()["results"], "the comment")
    [note] = service.http.get(path).json()["results"]
    service.http.post(
        f"/projects/{project}/notes/{note['id']}/resolve", json={"reply": "Yes, one class."}
    ).raise_for_status()
    guest.reload()
    guest.get_by_role("button", name="1 answer to you").click()
    expect(guest.get_by_role("dialog")).to_contain_text("Yes, one class.")
    guest.keyboard.press("Escape")
    expect(guest.get_by_role("button", name="1 answer to you")).to_be_hidden()
    guest.keyboard.press("2")  # keys label again
    expect(guest.get_by_text("undo cat")).to_be_visible()


def test_a_member_who_decides_sees_answers_without_names(
    service: Service, new_page: NewPage
) -> None:
    project = service.project("Animals for a third", CLASSES, TEXTS[:30], overlap=2)
    for name, place in (("Ann", 0), ("Ben", 1)):
        Person(service, project, name).label(2, lambda _text, said=CLASSES[place]: said)
    guest = new_page()
    guest.goto(service.invitation(project))
    guest.get_by_label("Your name").fill("Cat")
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("region", name="Text to label")).to_be_visible()
    guest.goto(f"/projects/{project}/review")
    expect(guest.get_by_role("region", name="Text to label")).to_be_visible()  # not for her yet
    cat = next(
        one
        for one in service.http.get(f"/projects/{project}/members").json()["results"]
        if one["name"] == "Cat"
    )
    service.http.patch(
        f"/projects/{project}/members/{cat['user_id']}", json={"adjudicates": True}
    ).raise_for_status()
    guest.reload()
    guest.get_by_role("button", name="More").click()
    guest.get_by_role("menuitem", name="Decide where answers differ").click()
    screen = ReviewScreen(guest, project)
    expect(screen.desk).to_contain_text("1 person")
    expect(screen.desk).not_to_contain_text("Ann")
    expect(screen.lists).to_be_hidden()
    shown = screen.text
    screen.press("3")  # a class that nobody answered, whose key isn't shown
    text = screen.decide("1")
    assert text == shown
    screen.all_saved()
    assert service.labels(project)[text] == "bird"
    screen.decide("2")
    expect(guest.get_by_text("Nothing for you to decide.")).to_be_visible()


def test_skipped_texts_are_labelled_or_asked_about_again(service: Service, page: Page) -> None:
    project = service.project("Animals, skipped", CLASSES, animal_texts(20), strategy="random")
    ann, ben = (Person(service, project, name) for name in ("Ann", "Ben"))
    skipped = ann.skip(2, reason="No class fits")
    assert {*ben.skip(2)} == {*skipped}
    screen = ReviewScreen(page, project, "skipped")
    for told in ("No class fits · Ann", "no reason · Ben", "Nobody is asked again."):
        expect(screen.desk).to_contain_text(told)
    wrong = in_every_size(page, "review-skipped")
    labelled = screen.decide("2")
    screen.all_saved()
    [other] = {*skipped} - {labelled}
    assert screen.text == other
    screen.desk.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text("No skipped text waits for a label.")).to_be_visible()
    assert [*ann.label(1, animal)] == [other]
    settled = service.http.get(f"/projects/{project}/items", params={"state": "settled"}).json()
    assert {row["text"]: row["label"] for row in settled["results"]}[labelled] == CLASSES[1]
    assert wrong == []
