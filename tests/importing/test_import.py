"""From an upload to items: what goes in, once, and what is said about the rest."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text as sql
from sqlmodel import col, select

from service.importing.import_items import LARGE
from service.kit.settings import Settings
from service.pool.tables.items import Item
from tests.driving import API, NDJSON, Driver, on_sqlite
from tests.texts import texts

pytestmark = pytest.mark.both_databases


@pytest.fixture
def driver(driver: Driver) -> Driver:
    """Without vectors, which are beside the point here."""
    return driver.without("embed")


def lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(map(json.dumps, rows))


def found(driver: Driver, project: int, answer: Any) -> Any:
    assert answer.status_code == 202, answer.text
    return driver.get(f"/projects/{project}/imports/{answer.json()['import_id']}").json()


def counts(shown: Any) -> tuple[int, ...]:
    return tuple(shown[name] for name in ("received", "inserted", "duplicates", "rejected"))


def items(driver: Driver, project: int) -> list[Any]:
    return list(driver.get(f"/projects/{project}/items", limit=500).json()["results"])


def test_good_rows_go_in_and_bad_ones_are_told_by_line(driver: Driver) -> None:
    project = driver.project()
    rows = '{"text": "a"}\nnope \u2028 \x85 nope\n{"id": 3}\n{"text": "b"}'
    answer = driver.upload(project, rows)
    driver.work()
    shown = found(driver, project, answer)
    assert (shown["state"], counts(shown)) == ("ready", (4, 2, 0, 2))
    refused = driver.get(f"/projects/{project}/imports/{shown['import_id']}/rejected").json()
    assert refused["total"] == 2
    assert [row["line"] for row in refused["results"]] == [2, 3]
    assert refused["results"][0]["content"] == "nope \u2028 \x85 nope\n"
    assert "no 'text'" in refused["results"][1]["detail"]
    assert [item["text"] for item in items(driver, project)] == ["a", "b"]


def test_a_table_goes_in_with_its_names(driver: Driver) -> None:
    project = driver.project()
    content = "Nr;Body;Kind;n\n7;hello, you;x;1\n8;bye;y;2\n"
    answer = driver.upload(project, content, "text/csv", text="Body", id="Nr", label="Kind")
    driver.work()
    assert counts(found(driver, project, answer)) == (2, 2, 0, 0)
    first, _ = items(driver, project)
    assert (first["text"], first["external_id"]) == ("hello, you", "7")
    detail = driver.get(f"/projects/{project}/items/{first['id']}").json()
    assert detail["sources"][0]["data"] == {"Kind": "x", "n": "1"}
    assert detail["sources"][0]["line"] == 2


def test_an_id_of_two_texts_is_told_with_where_the_other_stands(driver: Driver) -> None:
    project = driver.project()
    old = "id,text\n1,a\n1,a\n2,b\n"
    first = driver.upload(project, old, "text/csv", file_name="old.csv")
    driver.work()
    assert found(driver, project, first)["warnings"] == []
    rows = [(3, "c"), (4, "d"), (3, "e"), (2, "f"), (1, "a")]
    more = [*rows, *((f"x{n}", f"{way} {n}") for way in ("once", "again") for n in range(12))]
    sent = [{"id": name, "text": f"{text}"} for name, text in more]
    second = found(driver, project, driver.upload(project, lines(sent)))
    driver.work()
    second = driver.get(f"/projects/{project}/imports/{second['import_id']}").json()
    told = [(each["line"], each["detail"]) for each in second["warnings"]]
    said = "The id '{}' is that of another text, too: line {}. Both keep it."
    assert told[:2] == [(4, said.format(2, "4 of old.csv")), (3, said.format(3, 1))]
    assert told[2] == (18, said.format("x0", 6))
    assert (len(told), told[-1]) == (11, (None, "4 more ids are those of several texts."))
    assert counts(second) == (29, 28, 1, 0)


def test_an_exact_duplicate_is_one_item_with_its_sources(driver: Driver) -> None:
    project = driver.project()
    first = driver.upload(project, '{"id":1,"text":"a"}\n{"id":2,"text":"a","n":1}\n{"text":"A"}')
    driver.work()
    assert counts(found(driver, project, first)) == (3, 2, 1, 0)
    second = driver.upload(project, '{"id":3,"text":"a"}\n{"id":4,"text":"b"}')
    driver.work()
    assert counts(found(driver, project, second)) == (2, 1, 1, 0)
    assert driver.get(f"/projects/{project}").json()["item_count"] == 3
    a, *others = items(driver, project)
    assert [item["text"] for item in others] == ["A", "b"]
    sources = driver.get(f"/projects/{project}/items/{a['id']}").json()["sources"]
    assert [(s["external_id"], s["data"]) for s in sources] == [
        ("1", None),
        ("2", {"n": 1}),
        ("3", None),
    ]


def test_projects_share_nothing(driver: Driver) -> None:
    one, other = driver.project(), driver.project()
    for project in (one, other):
        answer = driver.upload(project, '{"text": "a"}')
        driver.work()
        assert counts(found(driver, project, answer)) == (1, 1, 0, 0)


def test_the_same_body_again_is_the_same_import(driver: Driver) -> None:
    project, body = driver.project(), lines(texts(20))
    first = driver.upload(project, body)
    again = driver.upload(project, body)
    driver.work()
    late = driver.upload(project, body)
    assert again.json()["import_id"] == late.json()["import_id"] == first.json()["import_id"]
    assert first.json()["job_id"] is not None
    assert again.json()["job_id"] is None
    assert driver.get(f"/projects/{project}").json()["item_count"] == 20
    uploads = driver.app.blobs.names(f"projects/{project}/uploads")
    assert len(uploads) == 1


def test_the_same_body_twice_at_once_is_one_import(driver: Driver) -> None:
    project, body = driver.project(), lines(texts(20))
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: driver.upload(project, body), range(6)))
    assert [answer.status_code for answer in answers] == [202] * 6
    assert len({answer.json()["import_id"] for answer in answers}) == 1
    assert sum(answer.json()["job_id"] is not None for answer in answers) == 1


def test_the_same_body_read_otherwise_is_another_import(driver: Driver) -> None:
    project, body = driver.project(), "text,body\na,b\n"
    mistaken = driver.upload(project, body, NDJSON)
    driver.work()
    assert counts(found(driver, project, mistaken))[3] == 2
    for query, text in (({}, "a"), ({"text": "body"}, "b")):
        answer = driver.upload(project, body, "text/csv", **query)
        driver.work()
        assert counts(found(driver, project, answer)) == (1, 1, 0, 0)
        assert text in [item["text"] for item in items(driver, project)]


def test_a_key_is_for_one_body(driver: Driver) -> None:
    project = driver.project()

    def send(body: str) -> Any:
        headers = {"Content-Type": NDJSON, "Idempotency-Key": "monday"}
        return driver.http.post(f"{API}/projects/{project}/imports", content=body, headers=headers)

    first = send('{"text": "a"}')
    assert send('{"text": "a"}').json()["import_id"] == first.json()["import_id"]
    other = send('{"text": "b"}')
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert len(driver.app.blobs.names(f"projects/{project}/uploads")) == 1


BAD_UPLOADS = {
    "empty": (b"", NDJSON, "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(256)), NDJSON, "not UTF-8"),
    "UTF-16": ("text\nhello\n".encode("utf-16"), "text/csv", "not UTF-8"),
    "another kind": (b"%PDF", "application/pdf", "application/pdf"),
    "no kind": (b"a", "", "can't be imported"),
}


@pytest.mark.parametrize("name", BAD_UPLOADS)
def test_what_cannot_be_read_is_refused_at_once(driver: Driver, name: str) -> None:
    content, kind, reason = BAD_UPLOADS[name]
    project = driver.project()
    answer = driver.upload(project, content, kind)
    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_upload"
    assert reason in answer.json()["detail"]
    assert driver.get(f"/projects/{project}/imports").json()["results"] == []
    assert not driver.app.blobs.names(f"projects/{project}/uploads")


class TestSmall:
    """A service that takes no more than 1,000 bytes."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"max_upload_bytes": 1_000, "max_text_chars": 50})

    def test_too_large_a_body_is_refused(self, driver: Driver) -> None:
        project = driver.project()
        answer = driver.upload(project, lines(texts(50)))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert not driver.app.blobs.names(f"projects/{project}/uploads")

    def test_too_long_a_text_is_refused_by_line(self, driver: Driver) -> None:
        project = driver.project()
        answer = driver.upload(project, lines([{"text": "x" * 51}, {"text": "x" * 50}]))
        driver.work()
        assert counts(found(driver, project, answer)) == (2, 1, 0, 1)


def test_a_file_without_its_text_column_leaves_nothing_behind(driver: Driver) -> None:
    project, body = driver.project(), "a,b\n1,2\n"
    answer = driver.upload(project, body, "text/csv")
    driver.work()
    shown = found(driver, project, answer)
    assert shown["state"] == "failed"
    assert "No column 'text'" in shown["error"]
    job = driver.get(f"/jobs/{answer.json()['job_id']}").json()
    assert (job["state"], job["attempts"]) == ("failed", 1)
    assert "No column 'text'" in job["error"]
    assert driver.offered(project)["reason"]["code"] == "done"
    right = driver.upload(project, body, "text/csv", text="b")
    driver.work()
    assert found(driver, project, right)["state"] == "ready"
    # The very same request may be tried again too: it failed, so it isn't known.
    again = driver.upload(project, body, "text/csv")
    assert again.json()["import_id"] != answer.json()["import_id"]


def test_waiting_for_the_end_tells_what_was_wrong(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, '{"text": "a"}', wait=0.1)
    assert (answer.status_code, answer.json()["state"]) == (202, "running")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(driver.upload, project, "a\n1\n", "text/csv", wait=20)
        while not asked.done():
            driver.work()
    assert asked.result().status_code == 422
    assert "No column 'text'" in asked.result().json()["detail"]
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(driver.upload, project, "text\nb\n", "text/csv", wait=20)
        while not asked.done():
            driver.work()
    assert asked.result().json()["inserted"] == 1


def test_thousands_of_rows_keep_their_order(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, lines([{"text": f"text {n // 2}"} for n in range(5_000)]))
    driver.work()
    assert counts(found(driver, project, answer)) == (5_000, 2_500, 2_500, 0)
    page = driver.get(f"/projects/{project}/items", limit=2, cursor="2399").json()
    assert [item["text"] for item in page["results"]] == ["text 2400", "text 2401"]
    assert page["next"] == "2401"


def test_ids_tell_nothing_of_who_is_audited(driver: Driver, monkeypatch: Any) -> None:
    """People see ids. Items go in by audit key, a slice of them at a time."""
    project = driver.project()
    driver.imported(project, texts(40))
    assert ids_by_ordinal(driver, project) == sorted(ids_by_ordinal(driver, project))

    monkeypatch.setattr("service.importing.store_rows.SLICE", 50)
    monkeypatch.setattr("service.importing.store_rows.SHARED_SLICE", 50)
    driver.imported(other := driver.project(), texts(1_000))
    by_id = audit_keys_by_id(driver, other)
    # Of twenty slices in a random order the keys' ranks and the ids' hardly go together: the
    # correlation has a standard error of 0.23. By audit key it would be 1.
    assert abs(np.corrcoef(by_id, range(1_000))[0, 1]) < 0.7


def ids_by_ordinal(driver: Driver, project: int) -> list[int]:
    items = driver.get(f"/projects/{project}/items", limit=100).json()["results"]
    return [item["id"] for item in items]


def audit_keys_by_id(driver: Driver, project: int) -> list[float]:
    with driver.app.read() as uow:
        asked = select(Item.audit_key).where(Item.project_id == project).order_by(col(Item.id))
        return list(uow.session.exec(asked))


@on_sqlite
def test_a_search_takes_capital_letters_of_any_alphabet_for_small_ones(driver: Driver) -> None:
    """On PostgreSQL the database's locale decides."""
    project = driver.project()
    driver.imported(project, [{"text": "Ärger mit der Karte"}, {"text": "Freude"}])
    for asked in ("ärger", "ÄRGER", "karte"):
        [found] = driver.get(f"/projects/{project}/items", q=asked).json()["results"]
        assert found["text"] == "Ärger mit der Karte"


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_plans_for_what_a_large_import_brought(driver: Driver) -> None:
    """It looks by itself only within a minute, and planned an export's pages badly until then."""
    project = driver.project()
    rows = [{"text": f"text {n}"} for n in range(LARGE)]
    driver.imported(project, rows)
    with driver.app.read() as uow:
        known = sql("SELECT reltuples FROM pg_class WHERE relname = 'item'")
        assert uow.session.connection().execute(known).scalar_one() >= LARGE
