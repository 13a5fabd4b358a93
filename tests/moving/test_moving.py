"""A project in another service: the same curve, the same audit order, and nothing that harms."""

import gzip
import hashlib
import json
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from service.app import App
from service.bootstrap import build
from service.db.clock import FrozenClock
from service.kit.errors import BadUpload, Conflict, PostilError
from service.kit.settings import Settings
from service.moving.moving_file import START
from service.moving.pack_project import pack_project
from service.moving.unpack_project import unpack_project
from service.people.queries.access import Access
from service.people.sign_in import first_admin
from service.pool.queries.projects import Projects, Views
from service.pool.tables.items import Item
from tests import recounting
from tests.beginnings import from_nothing
from tests.driving import Driver, on_sqlite
from tests.moving.campaign_to_move import SECRET, campaign
from tests.parts import light_tuned
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases


@pytest.fixture
def elsewhere(tmp_path: Path, migrated: Path) -> Iterator[App]:
    """Another Postil, in which there is a project already."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(migrated, folder / "postil.sqlite3")
    settings = Settings(data_dir=folder, encoder="hashing")
    with closing(build(settings, clock=FrozenClock())) as made:
        from_nothing(made)
        yield made


def moved(driver: Driver, project: int, to: App, file: Path) -> tuple[Driver, int]:
    pack_project(driver.app, project, file)
    other = Driver(to)
    other.project(("a", "b"), name="Another", audit_secret="7")
    with to.write() as uow:
        admin_id = first_admin(uow)[0].id
    return other, unpack_project(to, file, admin_id).id


def curve(driver: Driver, project: int) -> Any:
    """But for what goes by the time of day."""
    shown = driver.get(f"/projects/{project}/curve").json()
    (shown["forecast"] or {}).pop("date", None)
    return shown


def mistakes(driver: Driver, project: int) -> list[Any]:
    """What the model takes for what, by names."""
    table = {"format": "jsonl", "table": "confusion"}
    return sorted(driver.get(f"/projects/{project}/quality", **table).text.splitlines())


def exported(driver: Driver, project: int) -> list[Any]:
    path = f"/projects/{project}/export"
    lines = driver.get(path, everything=True, machine_labels=True).text.splitlines()
    return [{**json.loads(line), "id": None} for line in lines]


def audit_order(driver: Driver, project: int) -> list[tuple[str, float]]:
    with driver.app.read() as uow:
        items = uow.session.exec(select(Item).where(Item.project_id == project)).all()
        return sorted((item.text, item.audit_key) for item in items)


@pytest.mark.slow
def test_it_arrives_as_it_left(
    driver: Driver, elsewhere: App, tmp_path: Path, database_url: str | None
) -> None:
    """From SQLite; each row leaves PostgreSQL too in `test_moved_rows`."""
    file = tmp_path / "things.postil"
    to = elsewhere
    if database_url is not None:
        driver, to = Driver(elsewhere), driver.app
    project = campaign(driver)
    other, arrived = moved(driver, project, to, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert curve(other, arrived) == curve(driver, project)
    assert len(curve(other, arrived)["points"]) >= 3
    assert exported(other, arrived) == exported(driver, project)
    assert [line["label"] for line in exported(other, arrived) if line["label_from"] == "machine"]
    assert other.get(f"/projects/{arrived}/certify").json()["issued"]["classes"] == [
        {"class": "bird", "labels": 1}
    ]
    assert mistakes(other, arrived) == mistakes(driver, project) != []
    assert audit_order(other, arrived) == audit_order(driver, project)
    stats = [d.get(f"/projects/{p}/stats").json() for d, p in ((driver, project), (other, arrived))]
    for name in ("items", "labels", "audit_labels", "handed_out", "annotator_seconds"):
        assert stats[0][name] == stats[1][name]
    classes = [[(c["name"], c["labels"], c["recall"]) for c in each["classes"]] for each in stats]
    assert classes[0] == classes[1]
    views = [
        d.get(f"/projects/{p}").json()["views"] for d, p in ((driver, project), (other, arrived))
    ]
    assert [each["encoder"] for each in views[1]] == [each["encoder"] for each in views[0]]
    with to.read() as uow:
        assert recounting.kept(uow, arrived) == recounting.recounted(uow, arrived)
        assert uow[Projects].get(arrived).audit_secret == SECRET


@on_sqlite
@pytest.mark.slow
def test_labelling_goes_on_there(driver: Driver, elsewhere: App, tmp_path: Path) -> None:
    project = campaign(driver)
    other, arrived = moved(driver, project, elsewhere, tmp_path / "things.postil")
    assert other.offered(arrived)["assignments"], "at once, by the ranking that it brought"
    points = curve(other, arrived)["points"]
    before = len(points)
    assert "embed" in other.work()
    again = curve(other, arrived)["points"][-1]
    assert again["round"] > points[-1]["round"], "measured here, with vectors made here"
    for name in ("labels", "audit_labels", "low", "high"):
        assert again[name] == pytest.approx(points[-1][name], abs=0.01)
    assert other.get(f"/projects/{arrived}/stats").json()["encoder"]["state"] == "ready"
    other.label(arrived, 10, truth)
    other.work()
    assert len(curve(other, arrived)["points"]) > before + 1
    people = other.get(f"/projects/{arrived}/members").json()["results"]
    assert {(each["name"], each["role"]) for each in people} >= {("Ann", "annotator")}


@on_sqlite
@pytest.mark.slow
def test_an_encoder_learns_the_labels_anew_there(
    driver: Driver, elsewhere: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    light_tuned.give(driver, monkeypatch)
    project = driver.project_with(texts(120), ["fruit", "metal"], views=["tuned"], audits="proof")
    while not driver.get(f"/projects/{project}/stats").json()["tuning"]["seconds"]:
        driver.label_at_once(project, 30, truth)
        driver.work()
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    [_, here] = driver.get(f"/projects/{project}").json()["views"]
    with driver.app.write() as uow:
        uow[Views].of(project)[1].learning_seconds = 990.0
    for change in ({"tuning_seconds": 1_000.0}, {"state": "archived"}):
        assert driver.http.patch(f"/api/v1/projects/{project}", json=change).status_code == 200
    other, arrived = moved(driver, project, elsewhere, tmp_path / "things.postil")
    light_tuned.give(other, monkeypatch)
    [_, at_first] = other.get(f"/projects/{arrived}").json()["views"]
    assert (at_first["embedded"], at_first["learnt_from"]) == (0, None)
    assert "tune" in other.work(), "as soon as there are vectors, whatever it took elsewhere"
    other.label_at_once(arrived, 10, truth)
    other.work()
    [_, there] = other.get(f"/projects/{arrived}").json()["views"]
    assert there["learnt_from"] >= here["learnt_from"]
    assert (there["embedded"], there["learnt_by_round"]) == (120, True)


def test_a_project_that_people_work_on_stays(driver: Driver, tmp_path: Path) -> None:
    project = driver.project()
    with pytest.raises(Conflict, match="Archive it first"):
        pack_project(driver.app, project, tmp_path / "file")
    assert not list(tmp_path.glob("file*"))


Lines = list[Any]


def table(lines: Lines, name: str) -> int:
    """The place of a table's first row."""
    return (
        next(
            n
            for n, line in enumerate(lines)
            if isinstance(line, dict) and line.get("table") == name
        )
        + 1
    )


def put(name: str, column: str, value: Any) -> Callable[[Lines], object]:
    def change(lines: Lines) -> None:
        first = table(lines, name)
        lines[first][lines[first - 1]["columns"].index(column)] = value

    return change


HOSTILE: dict[str, Callable[[Lines], object]] = {
    "no such encoder model": put("view", "encoder", "sentence_transformer:evil/model"),
    "an unknown encoder": put("view", "encoder", "pickle"),
    "an unknown strategy": put("project", "strategy", "../../etc"),
    "an unknown kind": put("project", "answer_kind", "spans"),
    "too large a batch": put("project", "batch_size", 10**9),
    "no price": put("project", "price_per_hour", -1.0),
    "a currency that is none": put("project", "currency", "euros"),
    "a column twice": put("project", "columns", ["day", "day"]),
    "a matrix beyond memory": put("project", "next_ordinal", 10**12),
    "no audit order": put("project", "audit_secret", "0x41"),
    "another text": put("item", "text", "something else"),
    "another audit key": put("item", "audit_key", 0.5),
    "a place that isn't there": put("item", "ordinal", 10**6),
    "somebody else's project": put("item", "project_id", 7_000),
    "somebody else's class": put("label", "answer", [7_000]),
    "a class of a text without a label": put("item_class", "item_id", 7_000),
    "the same row again": lambda lines: lines.insert(
        table(lines, "note"), lines[table(lines, "note")]
    ),
    "an answer that is none": put("label", "answer", []),
    "a text for a number": put("label", "confidence", "1.0"),
    "a time without a zone": put("annotation", "answered_at", "2026-01-01T00:00:00"),
    "an administrator": put("member", "role", "admin"),
    "a counter of nothing": put("counter", "name", "drop table"),
    "a certificate under way": put("certificate", "state", "checking"),
    "a class that isn't there": put("certificate", "classes", [[7_000, 1]]),
    "an object for a list": put("import", "column_names", {}),
    "a null": put("item", "text", None),
    "a NUL": put("note", "text", "a\x00b"),
    "a row too short": lambda lines: lines[table(lines, "item")].pop(),
    "a table too few": lambda lines: lines.pop(table(lines, "figure") - 1),
    "a row too few": lambda lines: lines.pop(table(lines, "item")),
    "no end": lambda lines: lines.pop(),
    "another version": lambda lines: lines[0].update(revision="0000"),
    "no such file": lambda lines: lines.clear(),
}


@pytest.fixture
def packed(driver: Driver, tmp_path: Path) -> Lines:
    file = tmp_path / "things.postil"
    pack_project(driver.app, campaign(driver), file)
    content = file.read_bytes().partition(b"\n")[2]
    return [json.loads(line) for line in gzip.decompress(content).splitlines()]


def summed(packed: bytes) -> bytes:
    """As whoever alters a file on purpose would do it."""
    return START % hashlib.sha256(packed).hexdigest().encode() + packed


@pytest.mark.slow
@on_sqlite
def test_a_file_that_was_altered_leaves_nothing(
    packed: Lines, elsewhere: App, tmp_path: Path
) -> None:
    driver = Driver(elsewhere)
    driver.project(("a", "b"), name="Another")
    with elsewhere.read() as uow:
        admin = uow[Access].first_admin()
    assert admin is not None
    file = tmp_path / "altered.postil"
    for name, change in HOSTILE.items():
        lines = json.loads(json.dumps(packed))
        change(lines)
        content = gzip.compress("".join(json.dumps(x) + "\n" for x in lines).encode())
        file.write_bytes(summed(content))
        with pytest.raises(PostilError):
            pytest.fail(f"taken: {name}, as {unpack_project(elsewhere, file, admin.id)}")
    for spoilt in (b"", b"PK\x03\x04", gzip.compress(b"[" * 200_000), content[:-20]):
        for written in (spoilt, summed(spoilt)):
            file.write_bytes(written)
            with pytest.raises(BadUpload):
                unpack_project(elsewhere, file, admin.id)
    assert [each["name"] for each in driver.get("/projects").json()["results"]] == ["Another"]
    with elsewhere.read() as uow:
        assert len(uow.session.exec(select(Item)).all()) == 0


def test_what_unpacks_to_more_than_a_project_is_refused(
    elsewhere: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.moving.moving_file.MOST_LINE_BYTES", 2**20)
    file = tmp_path / "bomb.postil"
    file.write_bytes(summed(gzip.compress(b'"' + b"a" * 2**24 + b'"\n')))
    assert file.stat().st_size < 2**17
    with pytest.raises(BadUpload, match="larger, once unpacked"):
        unpack_project(elsewhere, file, 1)
