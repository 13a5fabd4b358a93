"""What a file of own vectors may be, and what becomes of it: all is taken in, or nothing."""

import gzip
import io
import json
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from service.exporting.queries.backups import Backups
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import run_job
from service.own_vectors import read_vectors, receive_vectors, take_in_vectors
from service.own_vectors.queries import ExternalIds
from service.pool.queries.projects import Projects, Views
from service.projects.kinds import SWEEP
from service.vectors.load_vectors import load_vectors
from service.vectors.queries import Shards
from tests.beginnings import once
from tests.driving import API, Driver
from tests.own_vectors.own import CLASSES, pictures, refused, send, shown, vectors_of

ROWS = pictures(40)
PARQUET = "application/vnd.apache.parquet"


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project_with(ROWS, CLASSES)


def stored(driver: Driver, project: int, name: str = "images") -> np.ndarray[Any, Any]:
    """(N, D) by ordinal, as rounds read them; rows that have none are zeros."""
    with driver.app.read() as uow:
        [view] = [each for each in uow[Views].of(project) if each.encoder == f"own:{name}"]
        shards, rows = uow[Shards].current(view), uow[Projects].get(project).next_ordinal
    vectors, present = load_vectors(driver.app.blobs, shards, rows)
    every = np.asarray(vectors[np.arange(rows)])
    assert present.tolist() == every.any(axis=1).tolist()
    return every


def expected(driver: Driver, project: int, rows: list[dict[str, Any]]) -> np.ndarray[Any, Any]:
    with driver.app.read() as uow:
        ordinals = dict(uow[ExternalIds].of(project))
    vectors = np.zeros((max(ordinals.values()) + 1, len(rows[0]["vector"])), dtype=np.float32)
    for row in rows:
        vector = np.array(row["vector"])
        vectors[ordinals[row["id"]]] = vector / np.linalg.norm(vector)
    return vectors


def taken_in(driver: Driver, project: int, *args: Any, **query: Any) -> None:
    sent = send(driver, project, *args, **query)
    assert sent.status_code == 202, sent.text
    driver.work()
    job = driver.get(f"/jobs/{sent.json()['id']}").json()
    assert (job["state"], job["error"]) == ("done", None)


def row(number: int, vector: Any, **more: Any) -> dict[str, Any]:
    return {"id": f"p-{number}", "vector": vector, **more}


GOOD = row(0, [1.0, 2.0, 3.0])
UNKNOWN = [GOOD, {"id": "q", "vector": [1, 2, 3]}]
WHY_UNKNOWN = "Line 2: no text has the id 'q'."


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([GOOD, {"vector": [1, 2, 3]}], "Line 2: no 'id' or 'external_id'."),
        ([GOOD, row(0, [3, 2, 1])], "Line 2: the id 'p-0' is that of line 1."),
        (UNKNOWN, WHY_UNKNOWN),
        ([GOOD, row(1, [1, 2])], "Line 2: 'vector' has 2 numbers, and those before it have 3."),
        ([row(1, [1])], "Line 1: 'vector' has 1 numbers, and may have 2 to 4,096."),
        ([row(1, [0.5] * 5_000)], "Line 1: 'vector' has 5,000 numbers, and may have 2 to 4,096."),
        ([row(1, [1, None, 3])], "Line 1: 'vector' has no finite number at place 2."),
        ([row(1, [1, True, 3])], "Line 1: 'vector' has no finite number at place 2."),
        ([row(1, [1, "2", 3])], "Line 1: 'vector' has no finite number at place 2."),
        ([row(1, [0, 0.0, 0])], "Line 1: 'vector' is all zeros, which says nothing"),
        ([row(1, "see file")], "Line 1: 'vector' is no list of numbers, such as [0.1, -0.2]."),
        ([{"id": "p-1", "embedding": [1]}], "Line 1: no 'vector'."),
        (b'{"id": "p-1", "vector": [1, NaN]}', "Line 1: not JSON: NaN is no number."),
        (b'{"id": "p-1", "vector": [1, 1e999]}', "Line 1: not JSON: the number 1e999 is too large"),
        (b'{"id": "p-1", "vector": [1, 1' + b"0" * 400 + b"]}", "a number that is too large"),
        (b'{"id": "p-1", "vec', "Line 1: not JSON"),
        (b"\n", "The file holds no rows."),
    ],
)
@pytest.mark.slow
def test_a_file_with_a_wrong_line_changes_nothing(
    driver: Driver, project: int, rows: Any, why: str
) -> None:
    first = [row(number, [number, 1, 2]) for number in range(40)]
    once(driver.app, ("taken in", json.dumps(first)), lambda: taken_in(driver, project, first))
    before = stored(driver, project)
    assert why in refused(driver, project, rows)
    assert np.array_equal(stored(driver, project), before)
    reason = shown(driver, project)["reason"]
    assert (reason["code"], why in reason["detail"]) == ("job_failed", True)
    assert driver.get(f"/projects/{project}/vectors").json()["results"][0]["items"] == 40


@pytest.mark.both_databases
def test_a_refused_file_is_taken_back_by_the_database(driver: Driver, project: int) -> None:
    """Its first line is right. Of the other wrong lines the reader of files decides."""
    test_a_file_with_a_wrong_line_changes_nothing(driver, project, UNKNOWN, WHY_UNKNOWN)


def test_a_first_file_that_is_refused_opens_no_view(driver: Driver, project: int) -> None:
    assert "[0.1, -0.2]" in refused(driver, project, [row(1, "")])
    assert [each["encoder"] for each in driver.get(f"/projects/{project}").json()["views"]] == [
        "hashing"
    ]
    taken_in(driver, project, [row(n, [n, 1]) for n in range(40)])  # of any length
    later = refused(driver, project, [row(1, [1, 2, 3])])
    assert later.startswith("Line 1: 'vector' has 3 numbers, and those before it have 2.")


def as_parquet(rows: list[dict[str, Any]], kind: Any) -> bytes:
    table = pyarrow.table(
        {
            "key": [each["id"] for each in rows],
            "embedding": pyarrow.array([each["vector"] for each in rows], kind),
        }
    )
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file)
    return file.getvalue()


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    lines = [f'{each["id"]};"{json.dumps(each["vector"])}"' for each in rows]
    return "\n".join(["external_id;vector", *lines]).encode()


@pytest.mark.slow
def test_every_format_of_imports_is_read(driver: Driver, project: int) -> None:
    rows = vectors_of(ROWS)
    wanted = expected(driver, project, rows)
    named = {"id": "key", "vector": "embedding"}
    lists, fixed = pyarrow.list_(pyarrow.float64()), pyarrow.list_(pyarrow.float32(), 12)
    sent = {
        "lines": (b"\n".join(json.dumps(each).encode() for each in rows), "application/jsonl", {}),
        "array": (json.dumps(rows).encode(), "application/json", {}),
        "csv": (as_csv(rows), "text/csv", {}),
        "packed": (gzip.compress(as_csv(rows)), "application/gzip", {"file_name": "v.csv.gz"}),
        "lists": (as_parquet(rows, lists), PARQUET, named),
    }
    for name, (content, kind, query) in sent.items():
        taken_in(driver, project, content, name=name, kind=kind, **query)
        np.testing.assert_allclose(stored(driver, project, name), wanted, atol=1e-6)
    sixth = send(driver, project, rows, name="sixth")
    assert (sixth.status_code, "array, csv" in sixth.json()["detail"]) == (409, True)
    taken_in(driver, project, as_parquet(rows, fixed), name="lists", kind=PARQUET, **named)
    np.testing.assert_allclose(stored(driver, project, "lists"), wanted, atol=1e-6)
    holes = as_parquet([row(1, [1.0, float("nan")] * 6)], fixed)
    assert "Line 1: 'embedding' has no finite number at place 2" in refused(
        driver, project, holes, name="lists", kind=PARQUET, **named
    )
    assert "No column 'vector'. The file has: 'key'" in refused(
        driver, project, holes, name="lists", kind=PARQUET
    )
    assert "name the vector column with `vector=`" in refused(
        driver, project, b"id,x\n1,2", name="csv", kind="text/csv"
    )


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_later_vector_takes_the_place_of_an_earlier_one(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_in_vectors, "SHARD_ROWS", 16)  # so that there are several files
    first, later = vectors_of(ROWS), vectors_of(ROWS[:10], seed=1)
    taken_in(driver, project, first[:30])
    fingerprints = [fingerprint(driver, project)]
    taken_in(driver, project, [*later, *first[30:]])
    fingerprints.append(fingerprint(driver, project))
    assert len({*fingerprints}) == 2  # so that rounds, and what processes keep, see it
    np.testing.assert_allclose(
        stored(driver, project), expected(driver, project, [*first[10:], *later]), atol=1e-6
    )
    assert shown(driver, project)["items"] == 40


def fingerprint(driver: Driver, project: int) -> str:
    with driver.app.read() as uow:
        return str(uow[Views].of(project)[1].fingerprint)


@pytest.mark.slow
def test_several_ids_of_one_text_and_several_texts_of_one_id(driver: Driver) -> None:
    project = driver.project(CLASSES)
    same = [{"id": "a", "text": "one"}, {"id": "b", "text": "one"}, {"id": "c", "text": "two"}]
    driver.imported(project, same)
    rows = [{"id": "a", "vector": [1, 0]}, {"id": "b", "vector": [0, 1]}]
    taken_in(driver, project, rows)
    [ordinal] = np.flatnonzero(stored(driver, project).any(axis=1))
    np.testing.assert_allclose(stored(driver, project)[ordinal], [0.5**0.5] * 2, atol=1e-6)
    opposite = [{"id": "a", "vector": [1, 0]}, {"id": "b", "vector": [-1, 0]}]
    assert "Two ids of one text have opposite vectors" in refused(driver, project, opposite)
    driver.imported(project, [{"id": "c", "text": "three"}])
    assert refused(driver, project, [{"id": "c", "vector": [1, 0]}]).startswith(
        "Line 1: the id 'c' is that of several texts."
    )


def bounded(driver: Driver, size: int) -> None:
    driver.app.settings = driver.app.settings.model_copy(update={"max_upload_bytes": size})


def test_what_is_wrong_whatever_is_in_the_file(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Images", "-a", "a" * 41, "a.b", "a", "1a"):
        assert send(driver, project, [GOOD], name=name).status_code == 422
    assert send(driver, project, b"x", kind="image/png").json()["field"] == "content-type"
    assert send(driver, project, b"").status_code == 422
    assert send(driver, project, b"PK", kind=PARQUET).status_code == 422
    assert send(driver, project, [GOOD], vectors="x").status_code == 422
    path = f"/projects/{project}/vectors/images"
    assert driver.get(path).status_code == 404
    assert driver.http.delete(API + path).status_code == 404
    monkeypatch.setattr(receive_vectors, "MOST_WAITING", 1)
    waits = send(driver, project, [GOOD])
    assert waits.status_code == 202
    assert shown(driver, project)["reason"]["code"] == "under_way"
    assert send(driver, project, [GOOD]).status_code == 409
    assert driver.http.delete(API + path).status_code == 204  # what waits goes, too
    assert driver.get(f"/jobs/{waits.json()['id']}").json()["state"] == "cancelled"
    assert driver.get(path).status_code == 404
    bounded(driver, 100)
    assert send(driver, project, vectors_of(ROWS)).status_code == 413
    monkeypatch.setattr(read_vectors, "TOLD_ROWS", 1)
    packed = gzip.compress(json.dumps([row(1, [1] * 4_000)]).encode())
    bounded(driver, len(packed))
    assert "POSTIL_MAX_UPLOAD_BYTES" in refused(driver, project, packed, kind="application/json")
    driver.http.patch(f"{API}/projects/{project}", json={"state": "archived"})
    assert send(driver, project, b"{}").json()["code"] == "archived"


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_file_that_waits_is_neither_swept_away_nor_left_out_of_backups(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_in(driver, project, vectors_of(ROWS[:20]))
    sent = send(driver, project, vectors_of(ROWS[20:]))
    with driver.app.read() as uow:
        blob = uow[Jobs].get(sent.json()["id"]).payload["blob"]
        assert blob in uow[Backups].files().needed
    monkeypatch.setattr("service.projects.sweep.KEPT", timedelta(0))
    monkeypatch.setattr(type(driver.app.blobs), "age", lambda *_: timedelta(days=1))
    with driver.app.write() as uow:
        job = uow[Jobs].add(SWEEP.job(project, uow.now)).id
    assert run_job(driver.app, job, "test", driver.handlers, driver.tools)
    driver.work()
    assert shown(driver, project)["items"] == 40
    with driver.app.read() as uow:
        assert blob not in uow[Backups].files().needed
    with driver.app.write() as uow:
        job = uow[Jobs].add(SWEEP.job(project, uow.now)).id
    assert run_job(driver.app, job, "test", driver.handlers, driver.tools)
    assert not driver.app.blobs.exists(blob)
    assert stored(driver, project).any(axis=1).all()
