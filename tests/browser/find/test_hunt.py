"""Looking for a class with few labels, in a real browser, by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

METAL = ["iron", "copper", "zinc", "silver", "nickel", "gold"]
FRUIT = ["apple", "pear", "plum", "cherry", "lemon", "melon"]


def texts() -> list[str]:
    """Six hundred of metals, ten of fruits."""
    metal = [f"{METAL[n % 6]} and {METAL[n // 6 % 6]} number {n}" for n in range(600)]
    return metal + [f"{FRUIT[n % 6]} and {FRUIT[n % 5]} number {n}" for n in range(10)]


@pytest.fixture
def project(service: Service) -> int:
    made = service.project("Metals, mostly", ["metal", "fruit", "bird"], texts())
    until(lambda: embedded(service, made), "the texts' vectors")
    return made


def embedded(service: Service, project: int) -> bool:
    jobs = service.http.get("/jobs", params={"project": project}).json()["results"]
    return any(job["kind"] == "embed" and job["state"] == "done" for job in jobs)


def class_id(service: Service, project: int, name: str) -> int:
    classes = service.http.get(f"/projects/{project}").json()["classes"]
    return next(each["id"] for each in classes if each["name"] == name)


def hunt(service: Service, project: int) -> dict[str, Any]:
    fruit = class_id(service, project, "fruit")
    found: dict[str, Any] = service.http.get(f"/projects/{project}/classes/{fruit}/hunt").json()
    return found


def test_a_class_is_hunted_by_keyboard(page: Page, service: Service, project: int) -> None:
    page.goto(f"/projects/{project}/hunt/{class_id(service, project, 'fruit')}")
    candidate = page.get_by_role("region", name="Candidate")
    expect(candidate).to_be_visible()
    expect(page.get_by_text("Nothing seen yet")).to_be_visible()
    examples = page.get_by_role("textbox", name=re.compile("Example texts"))
    examples.fill("apple and plum\npear and cherry\n")
    examples.press("Control+Enter")
    expect(candidate).to_contain_text(re.compile("|".join(FRUIT)))
    wrong = in_every_size(page, "hunt")

    said = []
    for _ in range(12):
        text = candidate.inner_text()
        is_fruit = any(word in text for word in FRUIT)
        said.append(is_fruit)
        page.keyboard.press("Enter" if is_fruit else "Space")
        expect(candidate).not_to_have_text(text)
    assert sum(said) >= 5
    expect(page.get_by_text(f"{sum(said)} found in 12\u00a0texts seen")).to_be_visible()
    until(lambda: hunt(service, project)["looked"] == 12)

    before = candidate.inner_text()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.get_by_text(f"{sum(said[:10])} found in 10\u00a0texts seen")).to_be_visible()
    until(lambda: hunt(service, project)["looked"] == 10)
    page.keyboard.type("bi")
    line = page.get_by_role("combobox", name="Find another class")
    expect(line).to_have_value("bi")
    wrong += in_every_size(page, "hunt-other")
    another = candidate.inner_text()
    page.keyboard.press("Enter")
    expect(candidate).not_to_have_text(another)
    until(lambda: hunt(service, project)["looked"] == 11)
    assert service.labels(project)[another] == "bird"
    assert before
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("It is one")
    wrong += in_every_size(page, "hunt-keys")
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    assert sum(label == "fruit" for label in service.labels(project).values()) == sum(said[:10])
    assert wrong == []
