"""A release: read by the libraries that others have, and silent about people and secrets."""

import json
import subprocess
from pathlib import Path
from typing import Any

import datasets
import httpx
import pytest
from huggingface_hub import DatasetCard

import postil
from postil.connection import Connection
from service.kit.errors import Conflict
from service.releasing.make_release import make_release
from service.releasing.released_rows import Choice
from tests.driving import Driver, on_sqlite
from tests.importing.test_class_labels import PARQUET
from tests.importing.test_known_answers import labels
from tests.texts import texts, truth

pytestmark = on_sqlite
SECRET_COLUMN = "a phone number"
SEED = 1987654321
SECRET = "170141183460469231731687303715884105727"


class Here(httpx.BaseTransport):
    """The service in this process, as its engineer. Its worker has done what it is asked to when
    the answer comes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._driver.http.request(request.method, str(request.url))
        if answer.status_code == 202:
            self._driver.work()
        return httpx.Response(answer.status_code, content=answer.content)


def here(driver: Driver, project: int) -> postil.Project:
    connection = Connection("http://testserver", "any", transport=Here(driver))
    return postil.Project(connection, project, "")


def exported_lines(place: postil.Project, **query: bool) -> list[Any]:
    return [json.loads(line) for line in place.connection.lines(f"{place.path}/export", **query)]


def labelled(driver: Driver) -> int:
    """40 texts, 36 of them labelled by two people who differ now and then."""
    classes = ("fruit", "metal", "wood")
    project = driver.project(
        classes, name="Ann's things", overlap=2, audits="proof", audit_secret=SECRET, seed=SEED
    )
    rows = [{**row, "shelf": row["batch"], SECRET_COLUMN: "5550172634"} for row in texts(40)]
    driver.imported(project, rows)
    for name in ("Ann Smith", "Bo Jones"):
        http = driver.join(project, name)
        for turn in range(36):
            [one] = driver.offered(project, http=http)["assignments"]
            answer = "wood" if turn == 5 else truth(one["item"]["text"])
            assert driver.answer(project, one, answer, http=http).status_code == 201
    driver.work()
    return project


def content(folder: Path) -> bytes:
    """All that is in it, Parquet unpacked."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    rows = [
        str(datasets.Dataset.from_parquet(str(p)).to_list())
        for p in files
        if p.suffix == ".parquet"
    ]
    return b"".join(path.read_bytes() for path in files) + "".join(rows).encode()


def test_a_release_is_read_as_it_is(driver: Driver, tmp_path: Path) -> None:
    project = labelled(driver)
    choice = Choice(texts=True, ids=True, columns=("shelf",), licence="cc-by-4.0")
    folder = make_release(here(driver, project), choice, tmp_path).folder
    assert folder == tmp_path / "Ann-s-things-v1"
    data = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert {*data} == {"train", "test"}
    assert data["train"].features["label"].names == ["fruit", "metal", "wood"]
    row = data["train"][0]
    number = int(row["text"].split()[-1])
    assert (row["external_id"], row["shelf"]) == (f"row-{number}", str(number % 7))
    assert len(row["annotations"]) == 2
    known = {each["text"]: each["label"] for split in data.values() for each in split}
    exported = exported_lines(here(driver, project), settled=True)
    names = data["train"].features["label"]
    assert known == {each["text"]: names.str2int(each["label"]) for each in exported}
    card = DatasetCard.load(folder / "README.md")
    assert (card.data.license, card.data.pretty_name) == ("cc-by-4.0", "Ann's things")
    assert "Krippendorff's alpha 0." in card.text
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    assert make_release(here(driver, project), choice, tmp_path).folder.name == "Ann-s-things-v2"


def test_a_release_tells_nothing_that_was_not_chosen(driver: Driver, tmp_path: Path) -> None:
    project = labelled(driver)
    place = here(driver, project)
    folder = make_release(place, Choice(texts=False), tmp_path).folder
    told = content(folder)
    exported = exported_lines(place)
    times = {given["answered_at"][11:19] for line in exported for given in line["annotations"]}
    hidden = {
        "Ann Smith",
        "Bo Jones",
        "admin",
        SECRET,
        str(SEED),
        "plum",
        "row-3",
        SECRET_COLUMN,
        "5550172634",
    }
    assert not [word for word in hidden | times if word.encode() in told]
    people = {
        given["annotator"]
        for split in datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "c")).values()
        for row in split
        for given in row["annotations"]
    }
    assert len(people) == 2
    again = make_release(place, Choice(texts=False), tmp_path).folder
    assert not [name for name in people if name.encode() in content(again)], "drawn anew each time"


def test_what_can_not_be_released_leaves_nothing(driver: Driver, tmp_path: Path) -> None:
    empty = driver.project()
    with pytest.raises(Conflict, match="no settled label"):
        make_release(here(driver, empty), Choice(texts=True), tmp_path)
    project = labelled(driver)
    with pytest.raises(Conflict, match="No labelled row has a column 'shelv'"):
        make_release(here(driver, project), Choice(texts=True, columns=("shelv",)), tmp_path)
    assert not list(tmp_path.glob("Ann*"))


def test_sets_of_classes_are_lists_of_class_labels(driver: Driver, tmp_path: Path) -> None:
    project = driver.project(("fruit", "metal"), name="Sets", answer_kind="multi_label")
    known = [["fruit", "metal"], [], ["metal"]]
    rows = [{"text": f"Text {n}", "label": label} for n, label in enumerate(known)]
    driver.without("embed").imported(project, rows, labels="import")
    folder = make_release(here(driver, project), Choice(texts=True), tmp_path).folder
    data = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))["train"]
    label = data.features["label"]
    assert label.feature.names == ["fruit", "metal"]
    by_text = {row["text"]: label.feature.int2str(row["label"]) for row in data}
    assert by_text == {row["text"]: row["label"] for row in rows}


@pytest.mark.slow
def test_a_release_comes_back_with_its_classes(driver: Driver, tmp_path: Path) -> None:
    folder = make_release(here(driver, labelled(driver)), Choice(texts=True), tmp_path).folder
    again = driver.without("embed", "rank", "measure").project()
    for file in folder.glob("data/*.parquet"):
        query = {"labels": "import", "create_classes": True}
        assert driver.upload(again, file.read_bytes(), PARQUET, **query).status_code == 202
    driver.work()
    names = {c["name"] for c in driver.get(f"/projects/{again}").json()["classes"]}
    assert {"fruit", "metal"} <= names
    assert not {"0", "1", "2"} & names
    assert {*labels(driver, again).values()} == {"fruit", "metal"}
