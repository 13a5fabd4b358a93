"""The engineer's screens in light and dark, every width: no axe violation, nothing cut off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size, look
from tests.browser.new_project.new_project_screen import NewProjectScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

MANY = [f"a_rather_long_name_of_a_topic_{number}" for number in range(150)]


@pytest.fixture(scope="module")
def projects(service: Service) -> dict[str, int]:
    texts = animal_texts(120)
    made = {
        "full": service.project("Animals, measured", ["bird", "cat", "dog"], texts, audits="proof"),
        "early": service.project("Early", ["bird", "cat", "dog"], texts, price_per_hour=30),
        "many": service.project("Many classes", MANY, texts, target=0.9),
        "empty": service.project("Nothing but a name", ["a", "b"], []),
    }
    label(service, made["full"], 50, animal)
    label(service, made["early"], 6, animal)
    return made


@pytest.mark.parametrize("name", ["full", "early", "many", "empty"])
def test_project(page: Page, projects: dict[str, int], name: str) -> None:
    page.goto(f"/projects/{projects[name]}")
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    expect(page.get_by_role("region", name="Work")).to_be_visible()
    if name == "full":
        expect(page.get_by_role("slider").locator("svg").first).to_be_visible()
    assert in_every_size(page, f"project-{name}") == []


def test_what_opens_on_the_project_screen(page: Page, projects: dict[str, int]) -> None:
    page.goto(f"/projects/{projects['full']}")
    page.get_by_role("button", name="As a table").click()
    expect(page.get_by_role("region", name="Points of the curve")).to_be_visible()
    wrong = look(page, "table")
    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("menu")).to_be_visible()
    wrong += look(page, "download")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Export").click()
    lines = page.get_by_role("region", name="First lines")
    expect(lines).to_contain_text("external_id")
    wrong += in_every_size(page, "export")
    page.get_by_label("Format").select_option("csv")
    expect(lines.get_by_role("row")).to_have_count(4)
    page.get_by_label("Postil’s id").uncheck()
    expect(lines.get_by_role("columnheader").first).to_have_text("external_id")
    wrong += look(page, "export-table")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    wrong += look(page, "invite")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("Link", exact=True)).to_be_visible()
    wrong += look(page, "invited")
    assert wrong == []


@pytest.mark.parametrize("name", ["early", "empty"])
def test_what_it_cost(page: Page, projects: dict[str, int], name: str) -> None:
    page.goto(f"/projects/{projects[name]}")
    card = page.get_by_role("region", name="What it cost")
    expect(card).to_contain_text("of computing" if name == "early" else "Nothing yet")
    card.get_by_role("button", name="Details").click()
    expect(page.get_by_role("rowheader", name="Cost per point of accuracy")).to_be_visible()
    assert in_every_size(page, f"cost-{name}") == []


def test_new_project(page: Page) -> None:
    screen = NewProjectScreen(page)
    wrong = in_every_size(page, "new-empty")
    screen.drop("sheet.xlsx", b"PK\x03\x04\x00")
    expect(screen.data.get_by_role("alert")).to_be_visible()
    wrong += in_every_size(page, "new-refused")

    texts = "\n".join(f'{animal(text)},"{text}"' for text in animal_texts(60))
    screen.drop("animals.csv", f"kind,body\n{texts}\nx\n".encode())
    screen.take_classes_from("kind")
    screen.answers.get_by_label("Use the labels in this file").select_option("kind")
    screen.answers.get_by_label("Key of cat").press("x")
    screen.data.get_by_text("1 line left out").click()
    page.get_by_text("Settings").click()
    page.get_by_label("Target accuracy, %").fill("200")
    page.get_by_role("button", name="Start labelling").click()
    wrong += in_every_size(page, "new-full")

    page.get_by_role("button", name="Paste many classes").click()
    page.get_by_role("textbox", name="Classes").fill("\n".join(MANY))
    wrong += look(page, "new-paste")
    page.get_by_role("button", name="Add 150 classes").click()
    wrong += in_every_size(page, "new-many")
    assert wrong == []
