"""The fast path does what SQLAlchemy's ordinary ways do: a session of labelling, by both."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from service.app import App
from service.db.blobs import Blobs
from service.db.clock import FrozenClock
from service.db.database import Database
from service.importing import label_from_import
from service.jobs.asking.local_socket import LocalAsking
from service.kit.settings import Settings
from service.schema import metadata
from tests import databases
from tests.conftest import BOTH
from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.slow  # each quick test takes the fast path, this one both

CLASSES = ["fruit", "metal"]
SECRET = {"token_hash"}
AT_RANDOM: dict[str, set[str]] = {
    "session": SECRET,
    "sign_in_link": {*SECRET, "created_at"},
    "invitation": SECRET,
    "way_back": SECRET,
    "figure": {"compute_seconds"},
    "job": {"cpu_seconds", "peak_bytes"},
    "round": {"seconds", "cpu_seconds", "started_at", "artefacts"},
    "import": {"blob"},
    "view": {"neighbours"},
    "shard": {"blob", "present_blob", "created_at"},
}
"""Columns that two sessions never have alike: secrets, names of blobs, what work took."""
TIMES = [*enumerate(("shown_at", "first_input_at", "answered_at"))]
EXPORTS = ({"everything": True}, {"settled": True, "unique": True})
Session = tuple[dict[str, list[str]], list[str], bool]


@contextmanager
def service(path: Path, url: str | None, *, plain: bool) -> Iterator[Driver]:
    settings = Settings(data_dir=path, database_url=url, encoder="hashing")
    database = Database(settings.database, FrozenClock(), plain=plain)
    app = App(settings, database, Blobs(settings.blobs), LocalAsking(path))
    yield Driver(app)
    app.close()


@pytest.fixture
def done(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Session]:
    """What a session leaves, in an empty database of its own."""
    number = count()

    def do(*, plain: bool) -> Session:
        path = tmp_path / str(next(number))
        path.mkdir()
        names = map(UUID, map("{:032x}".format, count(2**100)))
        monkeypatch.setattr(label_from_import, "uuid4", lambda: next(names))
        with ExitStack() as until_then:
            url = None
            if request.param == "postgresql":
                server = request.getfixturevalue("postgresql_server")
                empty = request.getfixturevalue("migrated_postgresql")
                url = until_then.enter_context(databases.database(server, "plainly", empty))
            else:
                copy(request.getfixturevalue("migrated"), path)
            driver = until_then.enter_context(service(path, url, plain=plain))
            went_past = past_sqlalchemy(driver.app)
            exports = label(driver)
            return stored(driver.app), exports, bool(went_past)

    return do


def past_sqlalchemy(app: App) -> list[str]:
    """Statements that SQLAlchemy doesn't run, as they come: they have no context of it."""
    seen: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, _values: Any, context: Any, _m: bool) -> None:
        if context is None:
            seen.append(statement)

    event.listen(app.database.engine, "before_cursor_execute", hear)
    return seen


def stored(app: App) -> dict[str, list[str]]:
    """All rows of all tables as the database has them, but for what is drawn or measured."""
    as_text = '"{}"' if app.database.is_sqlite else 'CAST("{}" AS TEXT)'
    tables = {}
    with app.database.engine.connect() as connection:
        for name, table in metadata.tables.items():
            columns = [c.name for c in table.c if c.name not in AT_RANDOM.get(name, ())]
            rows = f'SELECT {", ".join(map(as_text.format, columns))} FROM "{name}"'
            stored = connection.exec_driver_sql(rows).all()
            tables[name] = sorted(str(dict(zip(columns, row, strict=True))) for row in stored)
    return tables


def label(driver: Driver) -> list[str]:
    """Two people; what is exported then, as rows and as answers."""
    names = map(UUID, map("{:032x}".format, count(1)))
    rows = texts(40)
    for row in rows[8:]:
        del row["label"]
    project = driver.project(CLASSES, overlap=2, round_every=4, lease_seconds=60)
    driver.imported(project, rows, labels="import")
    bob = driver.join(project, "Bob")

    def answer(lease: Any, http: Any, **fields: Any) -> str:
        name, named = str(next(names)), truth(lease["item"]["text"])
        answer = driver.answer(project, lease, named, http=http, id=name, **fields)
        assert answer.status_code == 201, answer.text
        return name

    for turn in range(6):
        for http in (driver.http, bob):
            first, second, third = driver.offered(project, 3, http)["assignments"]
            name = answer(first, http, **{each: f"2030-01-01T12:00:0{n}Z" for n, each in TIMES})
            driver.end(project, "renew", second, http)
            answer(second, http)
            driver.end(project, ("skip", "release")[turn % 2], third, http)
        if turn == 1:
            assert driver.retract(project, name, bob).status_code == 200
            driver.work()
        if turn == 3:
            driver.wait(100)
    asked = {row.item_id for row in driver.assignments(project)}
    others = [number for number in range(1, len(rows) + 1) if number not in asked]
    for batch, label in ((str(next(names)), label) for label in CLASSES):
        body = {"batch": batch, "items": others[:3], "answer": {"class": label}}
        answered = driver.post(f"/projects/{project}/items:label", **body)
        assert answered.status_code == 200, answered.text
    driver.http.delete(f"{API}/projects/{project}/items:label/{batch}")
    driver.work()
    address = f"{API}/projects/{project}/export"
    return [driver.http.get(address, params=kind).text for kind in EXPORTS]


@pytest.mark.parametrize("done", BOTH, indirect=True)
def test_the_plain_path_leaves_the_same_rows(done: Callable[..., Session]) -> None:
    (fast, exports, went_past), (slow, same, past_in_plain) = done(plain=False), done(plain=True)
    assert went_past
    assert not past_in_plain
    for name, rows in fast.items():
        assert rows == slow[name], name
    assert exports == same
