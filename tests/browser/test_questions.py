"""What an owner asks: each answer is in visible words, three clicks from the overview at most."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size
from tests.browser.review.reviewing import Person
from tests.browser.screenshots import until_measured
from tests.browser.service_process import Service
from tests.packaging.environments import environment

pytestmark = pytest.mark.slow

MOST_CLICKS = 3
CLASSES = ["bird", "cat", "dog"]
INTERVAL = re.compile(r"\d+\s% \(\d+–\d+\)")
TO = re.compile(r"\d to \d")


class Asking:
    """Somebody who opens the overview of a project and clicks as little as they can."""

    def __init__(self, page: Page, project: int) -> None:
        self.page, self.clicks = page, 0
        page.goto(f"/projects/{project}")

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        what.click()


Ask = Callable[[int], Asking]
SHADES = """table => [...table.querySelectorAll("td:has(a)")].map(cell => {
  const parts = getComputedStyle(cell).backgroundColor.match(/[0-9.]+/g).slice(0, 3);
  return [Number(cell.textContent), -parts.reduce((sum, part) => sum + Number(part), 0)];
})"""
"""Of each pair of classes how many texts were taken so, and how dark that is."""


@pytest.fixture
def ask(page: Page) -> Ask:
    return lambda project: Asking(page, project)


@pytest.fixture(scope="module")
def two_people(service: Service) -> int:
    """A project in which Ben takes every cat of Ann's for a dog."""
    project = service.project("Asked", CLASSES, animal_texts(120), overlap=2, audits="proof")
    service.expect_ranked(project)
    ann, ben = Person(service, project, "Ann"), Person(service, project, "Ben")
    ann.note(next(iter(ann.label(60, animal).values())), "flag")
    ben.label(60, lambda text: animal(text).replace("cat", "dog"))
    return project


def test_what_should_i_do_next(ask: Ask, two_people: int) -> None:
    asking = ask(two_people)
    step = asking.region("Next step")
    expect(step).to_contain_text("disagreements")
    expect(step).to_contain_text("One decision settles each")
    asking.click(step.get_by_role("link", name="Decide them"))
    expect(asking.page.get_by_role("region", name="Current")).to_be_visible()
    expect(asking.page.get_by_role("region", name="Text")).to_contain_text("is all about cats")


def test_what_is_missing_at_the_beginning(service: Service, ask: Ask, page: Page) -> None:
    asking = ask(service.project("Begun", CLASSES, animal_texts(90), target=0.9))
    step = asking.region("Next step")
    expect(step).to_contain_text("Label about 67 more")
    expect(step).to_contain_text("0 of the 20 audit texts needed.")
    assert in_every_size(page, "next-step") == []
    asking.click(step.get_by_role("link", name="Label now"))
    page.wait_for_url("**/label")


def test_a_target_is_set_where_it_is_asked_for(service: Service, ask: Ask) -> None:
    project = service.project("Aimless", CLASSES, animal_texts(150), audits="proof")
    service.expect_ranked(project)
    label(service, project, 60, animal, at_once=10)
    until_measured(service, project)
    asking = ask(project)
    step = asking.region("Next step")
    expect(step).to_contain_text("Set a target")
    assert in_every_size(asking.page, "next-step-target") == []
    target = step.get_by_label("Target in percent")
    target.fill("140")
    target.press("Enter")
    expect(step).to_contain_text("99.9")
    target.fill("90")
    target.press("Enter")
    expect(step).not_to_contain_text("Set a target")
    assert service.http.get(f"/projects/{project}").json()["target"] == 0.9


def test_a_target_is_set_in_the_card_where_something_else_comes_first(
    service: Service, ask: Ask
) -> None:
    """It was a link to the whole of the settings."""
    project = service.project("Aimless yet", CLASSES, animal_texts(90))
    asking = ask(project)
    expect(asking.region("Next step")).to_contain_text("Label about")
    enough = asking.region("Is it enough?")
    expect(enough.get_by_role("link")).to_have_count(0)
    target = enough.get_by_label("Target in percent")
    assert in_every_size(asking.page, "enough-target") == []
    target.fill("90")
    target.press("Enter")
    expect(target).to_be_hidden()
    assert service.http.get(f"/projects/{project}").json()["target"] == 0.9


def test_which_class_is_worst_and_why(service: Service, ask: Ask) -> None:
    """Half of the dogs are labelled as cats, so the model takes the one for the other."""
    project = service.project("Worst", CLASSES, animal_texts(300), audits="proof", round_every=50)
    service.expect_ranked(project)
    turns = iter(range(1_000))
    for _ in range(2):
        label(service, project, 90, lambda text: mistaken(animal(text), next(turns)), at_once=10)
        until_measured(service, project)
    asking = ask(project)
    asking.click(asking.page.get_by_role("link", name="Quality", exact=True))
    worst = asking.page.get_by_role("heading", level=2)
    expect(worst).to_have_text(re.compile(r"^(Weakest|Probably the weakest) class: (cat|dog)\.$"))
    main = asking.page.get_by_role("main")
    why = r"It takes most of the others for (cat|dog)\.|wrongly calls (cat|dog) are (cat|dog)\."
    expect(main).to_contain_text(re.compile(why))
    by_class = asking.page.get_by_role("table").first
    expect(by_class.get_by_role("row", name=re.compile("^bird"))).to_contain_text(INTERVAL)
    assert in_every_size(asking.page, "quality") == []
    mistakes = asking.region("What the model takes for what")
    shades = [darkness for _, darkness in sorted(mistakes.evaluate(SHADES))]
    assert shades == sorted(shades), "the more texts, the darker, right or wrong"
    wrong = mistakes.get_by_role("link", name=re.compile("taken for (cat|dog)")).first
    texts = int(wrong.inner_text())
    asking.click(wrong)
    expect(asking.page.get_by_text(re.compile(rf"^{texts}\stexts? found"))).to_be_visible()
    asking.page.goto(f"/projects/{project}/quality")
    with asking.page.expect_download() as download:
        asking.page.get_by_role("link", name="By class, CSV").click()
    assert "recall_low" in download.value.path().read_text()
    since_then(asking.page, service, project)


def since_then(page: Page, service: Service, project: int) -> None:
    """Two rounds stand side by side, and what happened between them in one line of time."""
    service.http.patch(f"/projects/{project}", json={"batch_size": 33}).raise_for_status()
    curve = service.http.get(f"/projects/{project}/curve").json()
    # A round that ended before there were checks enough has no figure, and can't be chosen.
    measured = [f"{each['round']}" for each in curve["points"] if each["estimate"]]
    early = curve["points"][0] | {"round": -1, "estimate": None}
    points = {"points": [early, *curve["points"]]}
    page.route(f"**/projects/{project}/curve", lambda route: route.fulfill(json=curve | points))
    page.reload()
    two = page.get_by_role("region", name="Two rounds compared")
    row = two.get_by_role("row", name=re.compile("^Accuracy"))
    expect(row.get_by_text(INTERVAL)).to_have_count(2)
    last = two.get_by_label("Compared with").input_value()
    choices = two.get_by_label("Compared with").get_by_role("option")
    assert choices.evaluate_all("options => options.map(({ value }) => value)") == measured
    two.get_by_label("Round", exact=True).select_option(last)
    expect(row).to_contain_text("the same")
    events = page.get_by_role("region", name="Measured rounds and settings").get_by_role("listitem")
    expect(events.first).to_contain_text("Batch size set to “33” by admin, at 180 labels.")
    expect(events.nth(1)).to_contain_text(re.compile(rf"Round {last}, .*% accurate"))
    expect(events.last).to_contain_text("Project opened by admin.")


def mistaken(kind: str, turn: int) -> str:
    """Every other dog is called a cat."""
    return "cat" if kind == "dog" and turn % 2 else kind


def test_who_disagrees_with_whom(service: Service, ask: Ask, two_people: int) -> None:
    asking = ask(two_people)
    asking.click(asking.page.get_by_role("link", name="See agreement"))
    people = asking.region("Two by two")
    expect(people.get_by_role("row", name=re.compile("Ann and Ben"))).to_contain_text(TO)
    mixed = asking.region("Mixed up").get_by_role("row", name=re.compile("^dog"))
    report = service.http.get(f"/projects/{two_people}/review/agreement").json()
    texts = report["mixed"][0]["items"]
    expect(mixed).to_contain_text(f"dog{texts}")
    asking.click(mixed.get_by_role("link", name="that people called"))
    expect(asking.page.get_by_text(re.compile(rf"^{texts}\stexts? found"))).to_be_visible()
    expect(asking.page.get_by_text("some people said cat")).to_be_visible()


@pytest.fixture(scope="module")
def reached(service: Service) -> int:
    """A project that has reached its target, with an encoder that may leave Postil."""
    goal = {"target": 0.8, "audits": "proof", "encoder": "lexical", "price_per_hour": 30}
    # What is asked is about the last round, and a curve of a few points.
    project = service.project("Reached", CLASSES, animal_texts(600), **goal, round_every=60)
    service.expect_ranked(project)
    label(service, project, 180, animal, at_once=20, seconds=1)
    until_measured(service, project)
    return project


def test_are_we_done(ask: Ask, reached: int) -> None:
    asking = ask(reached)
    headline = asking.page.get_by_role("heading", level=2)
    expect(headline).to_have_text(re.compile(r"% accurate \(\d+–\d+\) after 180\slabels"))
    enough = asking.region("Is it enough?")
    expect(enough).to_contain_text(re.compile(r"Enough for 80\s%"))
    expect(enough).to_contain_text(re.compile(r"shown on \d+ audit texts after \d+ labels"))
    expect(asking.region("Next step")).to_contain_text("Take the model")


def test_what_did_it_save(ask: Ask, reached: int) -> None:
    asking = ask(reached)
    saved = asking.region("What it saved")
    range_or_not_yet = r"\d+\slabels saved ?\((\d+–\d+|at least \d+)\)|Can't tell yet"
    expect(saved).to_contain_text(re.compile(range_or_not_yet))
    cost = asking.region("What it cost")
    asking.click(cost.get_by_role("button", name="Details"))
    bill = asking.page.get_by_role("dialog")
    random = bill.get_by_role("row", name=re.compile("^With random sampling"))
    expect(random).to_contain_text(re.compile("€|too early to say"))


def test_take_the_model_and_use_it(ask: Ask, reached: int, tmp_path: Path) -> None:
    asking = ask(reached)
    asking.click(asking.region("Next step").get_by_role("link", name="Open the model"))
    card = asking.region("Download")
    asking.click(card.get_by_role("button", name="Prepare the model"))
    download = card.get_by_role("link", name="Download")
    expect(download).to_be_visible()
    with asking.page.expect_download() as taken:
        asking.click(download)
    expect(card).to_contain_text("Unpack the zip, open a terminal in its folder and run:")
    commands = card.get_by_label("Commands that use the model").inner_text().splitlines()
    assert in_every_size(asking.page, "model-to-use") == []

    with ZipFile(taken.value.path()) as archive:
        archive.extractall(tmp_path / "model")
    install, use = map(shlex.split, commands)
    needed = (tmp_path / "model" / install[-1]).read_text().splitlines()
    python = environment(tmp_path / "clean", needed)
    command = [python, *use[1:-1], "Nothing but dogs"]
    done = subprocess.run(command, cwd=tmp_path / "model", check=True, capture_output=True)
    assert "\tdog" in done.stdout.decode()


def test_which_project_needs_me(service: Service, page: Page, two_people: int) -> None:
    service.http.patch(f"/projects/{two_people}", json={"target": 0.9}).raise_for_status()
    page.goto("/")
    stands = page.get_by_role("list", name="Where Asked stands")
    for part in ("go on", "1 open note", "Ann, Ben today"):
        expect(stands).to_contain_text(part)
    assert in_every_size(page, "projects") == []


def test_where_is_the_setting(service: Service, page: Page) -> None:
    project = service.project("Set", CLASSES, animal_texts(30))
    page.goto(f"/projects/{project}/settings")
    sections = page.get_by_role("navigation", name="Sections")
    sections.get_by_role("link", name="Which texts come next").click()
    heading = page.get_by_role("heading", name="Which texts come next")
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    assert page.url.endswith("#which-texts-come-next")
    page.reload()
    expect(heading).to_be_in_viewport()
    choosing = page.get_by_role("region", name="Which texts come next")
    expect(choosing).to_contain_text("doubtful texts that resemble many others")
    choosing.get_by_label("Strategy").select_option(label="Smallest margin")
    expect(choosing).to_contain_text("wavers between two classes")
    choosing.get_by_text("What each strategy does").click()
    expect(choosing).to_contain_text("Any text, each with the same chance.")
    assert in_every_size(page, "section-links") == []


def test_how_many_have_i_done_on_a_phone(service: Service, page: Page) -> None:
    project = service.project("Phone", CLASSES, animal_texts(30))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/projects/{project}/label")
    header = page.get_by_role("banner")
    expect(header).to_contain_text("0 today")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitemradio", name="50 answers").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("bird")).click()
    expect(header).to_contain_text("1 of 50 today")
    page.reload()
    expect(header).to_contain_text("1 of 50 today")
