"""`postil move in` where there is no Postil yet."""

from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.kit.settings import Settings
from service.moving.pack_project import pack_project
from service.moving.unpack_project import unpack_project
from service.people.sign_in import first_admin
from tests.cli.running import forked
from tests.driving import API, Driver, on_sqlite
from tests.projects.test_withdrawn_encoders import of_middle
from tests.texts import texts


@on_sqlite
@pytest.mark.slow
def test_it_makes_the_data_directory(driver: Driver, tmp_path: Path) -> None:
    project = driver.project_with(texts(12), ["fruit", "metal"], name="Things")
    driver.http.patch(f"/api/v1/projects/{project}", json={"state": "archived"})
    file = tmp_path / "things.move"
    pack_project(driver.app, project, file)
    came = forked(tmp_path, "move", "in", str(file), "--data-dir", "new")
    assert came.returncode == 0, came.stderr
    made, *_, start, way_in = came.stderr.splitlines()
    assert made == "Made a new Postil in new."
    there = tmp_path / "new"
    assert start == f"Start it: postil serve --data-dir {there}"
    assert way_in == f"Your way in: postil token --sign-in --data-dir {there}"
    assert (there / ".gitignore").read_text() == "*\n"
    with closing(build(Settings(data_dir=there), check_schema=True)) as app:
        [moved] = Driver(app).get("/projects").json()["results"]
    assert (moved["name"], moved["state"]) == ("Things", "active")
    refused = forked(tmp_path, "move", "in", str(file), "--data-dir", "new")
    assert refused.returncode == 1
    assert "This project is here already: 1, Things. Delete that one first" in refused.stderr
    again = forked(tmp_path, "move", "in", str(file), "--again", "--data-dir", "new")
    assert again.returncode == 0, again.stderr
    assert "Made" not in again.stderr


@pytest.mark.slow
def test_a_view_of_middle_that_moves_in_goes_on_by_minilm(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, file = of_middle(driver, monkeypatch), tmp_path / "project.move"
    driver.http.patch(f"{API}/projects/{project}", json={"state": "archived"})
    pack_project(driver.app, project, file)
    with driver.app.write() as uow:
        admin_id = first_admin(uow)[0].id
    arrived = unpack_project(driver.app, file, admin_id, again=True)
    views = driver.get(f"/projects/{arrived.id}").json()["views"]
    assert [each["encoder"] for each in views] == ["hashing", "sentence_transformer"]
