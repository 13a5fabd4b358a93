"""The model of a release: as new as can be, and its card says what it has learnt from."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from service.kit.errors import Conflict
from service.kit.vocabulary import Rung
from service.releasing.make_release import make_release
from service.releasing.released_model import WITH_TEXTS
from service.releasing.released_rows import Choice
from tests.driving import API, Driver, on_sqlite
from tests.releasing.test_release import here, labelled
from tests.texts import texts, truth

pytestmark = on_sqlite
LEARNT = "It has learnt from the rows of `test` too"
CLASSES = ("fruit", "metal", "wood")
FULL = Choice(texts=True, model=Rung.FULL)


def of_one_person(driver: Driver, **fields: Any) -> int:
    """20 labels, and a round that is measured."""
    project = driver.project(CLASSES, name="Things", **fields)
    driver.imported(project, texts(60))
    driver.label_at_once(project, 20, truth)
    driver.work()
    return project


def readme(folder: Path) -> str:
    return (folder / "README.md").read_text()


def packed(folder: Path) -> Any:
    """What the zip says to programs."""
    with ZipFile(folder / "model.zip") as archive:
        return json.loads(archive.read("model.json"))


def change(driver: Driver, path: str, **fields: Any) -> None:
    driver.http.patch(f"{API}{path}", json=fields).raise_for_status()


def test_the_model_goes_out_by_choice(driver: Driver, tmp_path: Path) -> None:
    project = labelled(driver)
    folder = make_release(here(driver, project), FULL, tmp_path).folder
    assert "model.zip" in (folder / "SHA256SUMS").read_text()
    assert (folder / "model-card.md").read_text().startswith("---")
    if packed(folder)["head"]["form"] == WITH_TEXTS:
        with pytest.raises(Conflict, match="vectors of the texts"):
            make_release(here(driver, project), Choice(texts=False, model=Rung.FULL), tmp_path)
    quick = of_one_person(driver, encoder="lexical")
    with pytest.raises(Conflict, match=r"no fast model to release\. The full model"):
        make_release(here(driver, quick), Choice(texts=True, model=Rung.FAST), tmp_path)
    empty = driver.project(("fruit",), name="Early")
    driver.without("embed").imported(empty, [{"text": "A", "label": "fruit"}], labels="import")
    with pytest.raises(Conflict, match="There is no model to release"):
        make_release(here(driver, empty), FULL, tmp_path)
    assert [path.name for path in tmp_path.glob("*-v*")] == [folder.name]


def test_it_is_told_that_the_model_has_learnt_the_test_rows(driver: Driver, tmp_path: Path) -> None:
    project = of_one_person(driver)
    folder = make_release(here(driver, project), FULL, tmp_path).folder
    told = json.loads((folder / "release.json").read_text())
    assert told["model"]["learnt_from_test"]
    assert told["model"]["audit_labels"] == told["splits"]["test"] > 0
    assert told["model"]["labels"] == 20
    assert LEARNT in readme(folder)
    assert "but not those of the model in this release" in readme(folder)
    without = make_release(here(driver, project), Choice(texts=True), tmp_path).folder
    assert "learnt from" not in readme(without)


def test_a_fresh_model_is_prepared_where_the_last_one_is_old(
    driver: Driver, tmp_path: Path
) -> None:
    project = of_one_person(driver)
    place = here(driver, project)
    first = make_release(place, FULL, tmp_path).folder
    made_at = packed(first)["made_at"]
    assert packed(make_release(place, FULL, tmp_path).folder)["made_at"] == made_at
    driver.label_at_once(project, 10, truth)
    driver.work()
    newer, behind = make_release(place, FULL, tmp_path)
    assert "has learnt from 30 labels" in readme(newer)
    assert f"of round {packed(first)['round']} " not in readme(newer)
    assert "Note:" not in readme(newer)
    assert not behind
    [wood] = [c for c in place.settings()["classes"] if c["name"] == "wood"]
    change(driver, f"/projects/{project}/classes/{wood['id']}", name="timber")
    renamed = make_release(place, FULL, tmp_path).folder
    assert packed(renamed)["classes"] == ["fruit", "metal", "timber"]


def test_an_older_model_that_stays_is_told_of(driver: Driver, tmp_path: Path) -> None:
    """No model can be prepared of an archived project."""
    project = of_one_person(driver)
    make_release(here(driver, project), FULL, tmp_path)
    driver.label_at_once(project, 10, truth)
    driver.work()
    driver.post(f"/projects/{project}/classes", name="glass")
    change(driver, f"/projects/{project}", state="archived")
    folder, behind = make_release(here(driver, project), FULL, tmp_path)
    assert "has learnt from 20 labels" in readme(folder)
    noted = [line for line in readme(folder).splitlines() if line.startswith("Note: ")]
    assert noted[0].startswith("Note: No newer one could be prepared: The project is archived")
    assert noted[-1] == "Note: It doesn't know these classes of the project: glass."
    assert len(noted) == 3, "and the newer round"
    assert [f"Note: {each}" for each in behind] == noted
