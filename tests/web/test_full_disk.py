"""A disk that fills up: uploads are refused before answers are, and everybody is told why."""

from itertools import count

import pytest

from service.app import App
from tests.db.test_outage import full, largest_file
from tests.driving import Driver, on_sqlite
from tests.texts import texts

pytestmark = on_sqlite
MORE_THAN_THERE_IS = 2**60
LINE = '{"text": "one more"}'


def leaving(app: App, size: int) -> Driver:
    """The same service, which leaves so many bytes of the disk free."""
    settings = app.settings.model_copy(update={"min_free_bytes": size})
    return Driver(App(settings, app.database, app.blobs, app.asking))


@pytest.fixture
def short(app: App) -> Driver:
    """One on a disk that has less room than is to be left for answers."""
    return leaving(app, MORE_THAN_THERE_IS)


def test_answers_are_kept_where_uploads_are_refused(driver: Driver, short: Driver) -> None:
    project = driver.project_with(texts(12), ["fruit", "metal"])
    refused = short.upload(project, LINE)
    assert (refused.status_code, refused.json()["code"]) == (507, "disk_full")
    assert "POSTIL_MIN_FREE_BYTES" in refused.json()["detail"]
    assert refused.headers["retry-after"] == "30"
    [offered] = short.offered(project)["assignments"]
    assert short.answer(project, offered, "fruit").status_code == 201
    ready = short.browser().get("/readyz")
    assert ready.status_code == 200
    assert "nearly full" in ready.json()["warning"]


def test_a_file_larger_than_what_is_left_is_refused_before_it_is_read(app: App) -> None:
    free = app.room.free()
    assert free is not None
    driver = leaving(app, free - 200_000_000)
    project = driver.project()
    announced = {"Content-Type": "application/x-ndjson", "Content-Length": "150000000"}
    path = f"/api/v1/projects/{project}/imports"
    refused = driver.http.post(path, content=LINE, headers=announced)
    assert refused.status_code == 507  # its rows need as much again
    assert driver.upload(project, LINE).status_code == 202


def test_an_import_that_fills_the_disk_ends_with_the_reason(driver: Driver, short: Driver) -> None:
    project = driver.project()
    sent = driver.upload(project, LINE)
    assert sent.status_code == 202
    short.work()
    found = driver.get(f"/projects/{project}/imports/{sent.json()['import_id']}").json()
    assert (found["state"], found["inserted"]) == ("failed", 0)
    assert "nearly full" in found["error"]


def test_an_upload_that_meets_the_end_of_the_disk_is_told(driver: Driver) -> None:
    project = driver.project()
    with largest_file(100_000):
        refused = driver.upload(project, (LINE + "\n") * 20_000)
    assert (refused.status_code, refused.json()["code"]) == (507, "disk_full")
    assert driver.get(f"/projects/{project}/imports").json()["results"] == []


def test_an_answer_that_finds_no_room_is_told_and_kept_when_there_is(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    project = driver.project_with(texts(12), ["fruit", "metal"])
    [offered] = driver.offered(project)["assignments"]
    path = f"/projects/{project}/items/{offered['item']['id']}/notes"
    notes = ({"kind": "comment", "text": f"{number} ".ljust(4000, "x")} for number in count())
    with full(driver.app.database.engine):
        while (refused := driver.post(path, **next(notes))).status_code == 201:
            pass  # until the pages that are there are used up
        more = [driver.post(path, **next(notes)) for _ in range(5)]
    assert {(each.status_code, each.json()["reference"]) for each in more} == {
        (507, refused.json()["reference"])
    }
    lines = [line for line in caplog.messages if path in line]
    assert len(lines) <= 1, "a line a minute, which earlier tests may have had, not an answer"
    assert (refused.status_code, refused.json()["code"]) == (507, "disk_full")
    assert driver.answer(project, offered, "fruit").status_code == 201
