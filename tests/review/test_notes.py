"""Flags and comments on an item."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.driving import API, Driver
from tests.texts import texts


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(3))


def path(project: int, item: int = 1) -> str:
    return f"{API}/projects/{project}/items/{item}"


def note(http: TestClient, project: int, kind: str, text: str = "") -> Any:
    made = http.post(f"{path(project)}/notes", json={"kind": kind, "text": text})
    assert made.status_code == 201
    return made.json()


def notes(driver: Driver, project: int) -> list[tuple[str, str]]:
    found = driver.http.get(path(project)).json()["notes"]
    return [(one["annotator"], one["kind"]) for one in found]


def test_a_comment_has_words(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann", "engineer")
    body = {"kind": "comment", "text": " \n"}
    refused = ann.post(f"{path(project)}/notes", json=body)
    assert (refused.status_code, refused.json()["field"]) == (422, "text")
    assert notes(driver, project) == []


@pytest.mark.both_databases
def test_a_flag_is_one_however_often_it_is_sent(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann", "engineer")
    assert note(ann, project, "flag") == note(ann, project, "flag")
    note(driver.join(project, "Bob", "engineer"), project, "flag")
    assert notes(driver, project) == [("Ann", "flag"), ("Bob", "flag")]


@pytest.mark.both_databases
def test_an_open_comment_sent_again_is_the_same_one(driver: Driver, project: int) -> None:
    ann, bob = (driver.join(project, name, "engineer") for name in ("Ann", "Bob"))
    first = note(ann, project, "comment", "why?")
    assert note(ann, project, "comment", "why?") == first
    others = [note(ann, project, "comment", "why not?"), note(bob, project, "comment", "why?")]
    resolve = f"{API}/projects/{project}/notes/{first['id']}/resolve"
    assert bob.post(resolve, json={}).status_code == 200
    others.append(note(ann, project, "comment", "why?"))
    assert len({first["id"], *(other["id"] for other in others)}) == 4
    assert notes(driver, project) == [(name, "comment") for name in ("Ann", "Ann", "Bob", "Ann")]


@pytest.mark.both_databases
def test_a_flag_is_taken_back_by_whoever_set_it(driver: Driver, project: int) -> None:
    ann, bob = (driver.join(project, name, "engineer") for name in ("Ann", "Bob"))
    for http in (ann, bob):
        note(http, project, "flag")
    note(ann, project, "comment", "why?")
    for _ in range(2):
        assert ann.delete(f"{path(project)}/flag").status_code == 204
    assert notes(driver, project) == [("Bob", "flag"), ("Ann", "comment")]
    note(ann, project, "flag")
    assert notes(driver, project)[-1] == ("Ann", "flag")


def test_only_an_item_of_the_project_has_flags(driver: Driver, project: int) -> None:
    other = driver.project()
    note(driver.http, project, "flag")
    assert driver.http.delete(f"{path(other)}/flag").status_code == 404
    assert len(notes(driver, project)) == 1
