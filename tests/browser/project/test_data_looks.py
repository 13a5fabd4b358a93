"""Data on the project screen in light and dark, every width: files of every state, and dialogs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size, look
from tests.browser.new_project.new_project_screen import drop
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
LONG = "a_very_long_name_of_a_file_that_somebody_made_with_a_program_in_some_night_" * 3


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    """Files of every state."""
    texts = animal_texts(150)
    made = service.project("Animals of every kind", CLASSES, texts[:110], audits="proof")
    rows = [f"{text},{animal(text)}" for text in texts]
    service.send(made, "more animals.csv", ["text,label", *rows[100:], ",cat"], labels="import")
    label(service, made, 50, animal)
    wrong = [f"{text},{'dog' if animal(text) == 'cat' else 'cat'}" for text in texts[:30]]
    service.send(made, "second opinion.csv", ["text,label", *wrong, "x,wolf"], labels="import")
    held = [f"Another text {n} is all about {word}" for n in range(40) for word in PLURALS]
    tests = ["text,label", *(f"{text},{animal(text)}" for text in held)]
    service.send(made, "test set.csv", tests, labels="import", role="evaluation")
    service.send(made, "broken.csv", ["title,label", "a,b"])
    back = service.send(made, f"{LONG}.csv", ["text", "only here"])
    service.http.delete(f"/projects/{made}/imports/{back}").raise_for_status()
    service.imported(made)
    label(service, made, 5, animal)
    return made


PLURALS = ["cats", "dogs", "birds"]


def test_files_of_every_state(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}")
    card = page.get_by_role("region", name="Data", exact=True)
    expect(card.get_by_role("listitem")).to_have_count(6)
    expect(page.get_by_role("slider")).to_be_visible()
    expect(page.get_by_text("On your test set of 120")).to_be_visible()
    wrong = in_every_size(page, "data")
    card.get_by_role("button", name="Take back: Texts from a program").click()
    page.get_by_role("button", name="Take it back", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    wrong += in_every_size(page, "take-back")
    page.keyboard.press("Escape")
    card.get_by_role("button", name=re.compile("conflict")).click()
    expect(page.get_by_role("dialog")).to_contain_text("the label stays")
    wrong += look(page, "conflicts")
    assert wrong == []


def test_adding_data(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}")
    page.get_by_role("button", name="Add data").click()
    dialog = page.get_by_role("dialog")
    area = dialog.locator("label").first
    expect(area).to_be_visible()
    wrong = in_every_size(page, "add-empty")
    drop(area, "sheet.xlsx", b"PK\x03\x04\x00")
    expect(dialog.get_by_role("alert")).to_be_visible()
    wrong += look(page, "add-refused")
    rows = "\n".join(
        f"{n},text {n} {LONG},{'cat' if n % 2 else f'kind {n % 7}'}" for n in range(60)
    )
    drop(area, f"{LONG}.csv", f"id,text,label\n{rows}\nx\n".encode())
    dialog.get_by_label("Use the labels in this file").select_option("label")
    expect(dialog).to_contain_text("are not classes yet")
    wrong += in_every_size(page, "add-full")
    dialog.get_by_label(re.compile("^A test set")).check()
    wrong += in_every_size(page, "add-test")
    assert wrong == []


def test_what_was_not_done(page: Page, project: int) -> None:
    """A failure that no test can provoke in the running service: its answer gets one."""
    job = {"id": 1, "kind": "embed", "project_id": project, "state": "failed", "done": 0}
    job |= {"total": 1200, "attempts": 3, "created_at": "2026-01-01T00:00:00Z"}
    job |= {"started_at": None, "finished_at": None}
    job |= {"error": "Failed 3 times, last with: the worker died (no room for the model)"}

    ranking = job | {"id": 2, "kind": "rank", "total": None}
    ranking |= {"error": "Failed 3 times, last with: the worker died"}

    # Asked once: an answer asked for within a route may come when the page is gone.
    stats = page.request.get(f"/api/v1/projects/{project}/stats").json()
    page.route("**/stats", lambda route: route.fulfill(json=stats | {"undone": [job, ranking]}))
    page.goto(f"/projects/{project}")
    work = page.get_by_role("region", name="Work")
    expect(work.get_by_role("alert").first).to_contain_text("no room for the model")
    expect(work.get_by_role("alert").last).to_contain_text("The present order stays")
    wrong = in_every_size(page, "undone")
    with page.expect_request("**/jobs/1/retry"):
        work.get_by_role("button", name="Try again: Preparing texts").click()
    assert wrong == []
