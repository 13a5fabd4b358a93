"""Polls of people for whom nothing is left: cheap, and never mistaken."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from tests.driving import API, Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


@pytest.fixture
def quick(driver: Driver) -> Driver:
    return driver.without("embed")


def texts_offered(driver: Driver, project: int, **who: Any) -> list[str]:
    return [each["item"]["text"] for each in driver.offered(project, 50, **who)["assignments"]]


@on_sqlite
@pytest.mark.slow
def test_a_poll_reads_no_items_once_all_are_labelled(quick: Driver) -> None:
    project = quick.project_with(texts(12), CLASSES, strategy="random")
    quick.label(project, 12, truth)
    ann = quick.join(project, "Ann")
    read: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        read.append(statement)

    event.listen(quick.app.database.engine, "before_cursor_execute", note)
    assert quick.offered(project, 1, ann)["reason"]["code"] == "done"
    event.remove(quick.app.database.engine, "before_cursor_execute", note)
    assert any("assignment" in each for each in read)
    assert [each for each in read if "audit_key >" in each or "FROM ranking" in each] == []


@pytest.mark.slow
def test_what_is_not_settled_is_offered_to_others(quick: Driver) -> None:
    project = quick.project_with(texts(6), CLASSES, strategy="random", overlap=2)
    quick.label(project, 6, truth)
    assert quick.offered(project)["reason"]["code"] == "done"
    assert len(texts_offered(quick, project, http=quick.join(project, "Ann"))) == 6


def test_what_was_taken_back_is_offered_to_others(quick: Driver) -> None:
    project = quick.project_with(texts(6), CLASSES, strategy="random")
    quick.label(project, 5, truth)
    [last], name = quick.offered(project)["assignments"], str(uuid4())
    assert quick.answer(project, last, "fruit", id=name).status_code == 201
    ann = quick.join(project, "Ann")
    assert texts_offered(quick, project, http=ann) == []
    assert quick.retract(project, name).status_code == 200
    assert quick.end(project, "release", last).status_code == 200
    assert texts_offered(quick, project, http=ann) == [last["item"]["text"]]


@pytest.mark.slow
def test_labels_of_an_import_on_its_way_out_hide_no_items(
    quick: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service was stopped after the items went and before their labels were uncounted."""
    project = quick.project(CLASSES, strategy="random")
    labelled = quick.imported(project, texts(20), labels="import")
    quick.imported(project, [{"text": "new"}, {"text": "newer"}])
    path = f"{API}/projects/{project}/imports/{labelled['import_id']}"
    with monkeypatch.context() as stopped:
        stopped.setattr("service.importing.withdraw_import.uncount", lambda *_: None)
        assert quick.http.delete(path).status_code == 202
    found = quick.get(f"/projects/{project}").json()
    assert (found["item_count"], found["label_count"]) == (2, 20)
    assert sorted(texts_offered(quick, project)) == ["new", "newer"]
    quick.work()
    assert quick.get(f"/projects/{project}").json()["label_count"] == 0
