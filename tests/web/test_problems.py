"""Every error is problem+json, says what to do, and names the field."""

import json
from typing import Any
from uuid import uuid4

import pytest

from service.app import App
from service.web.app import create_app
from service.web.errors import SeldomLogged
from tests.driving import API, Driver
from tests.in_process import Browser
from tests.web.test_bodies import OPERATIONS


def check(answer: Any, status: int, code: str) -> Any:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) >= {"type", "title", "status", "detail", "code"}
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["detail"]
    return problem


@pytest.mark.slow
def test_what_there_is_not(shared: Driver) -> None:
    project = shared.project()
    for path in (
        "/projects/99",
        f"/projects/{project}/imports/99",
        f"/projects/{project}/items/99",
        "/jobs/99",
        "/nothing",
    ):
        check(shared.get(path), 404, "not_found")
    misspelt = f"{API}/projects/{project}/predcit"
    told = check(shared.http.post(misspelt), 404, "not_found")["detail"]
    assert told == f"There is no {misspelt}."
    check(shared.http.delete(f"{API}/tokens/99"), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "taken"),
    [
        ("PUT", "/projects", "GET, POST"),
        ("DELETE", "/projects/1/classes/2", "PATCH"),
        ("GET", "/projects/1/items:label", "POST"),
    ],
)
def test_another_method_is_told_those_there_are(
    shared: Driver, method: str, path: str, taken: str
) -> None:
    problem = check(shared.http.request(method, API + path), 405, "method_not_allowed")
    assert problem["detail"] == f"{API}{path} takes no {method}. It takes {taken}."


@pytest.mark.slow
def test_no_call_takes_a_parameter_that_it_does_not_know(shared: Driver) -> None:
    for operation in (each for each in OPERATIONS if each.path.startswith(API)):  # but for probes
        answer = operation.ask(shared.http, params={"no_such_thing": "1"})
        assert check(answer, 422, "invalid")["field"] == "no_such_thing", operation


def test_a_misspelt_parameter_is_told_the_one_that_is_meant(shared: Driver) -> None:
    project = shared.project()
    imports = f"{API}/projects/{project}/imports"
    sent = shared.http.post(f"{imports}?txt=foo", content=b"{}")
    assert check(sent, 422, "invalid")["detail"] == (
        "There is no parameter `txt`. Do you mean `text`?"
    )
    for path, near in (
        (f"{imports}?curser=3", "Do you mean `cursor`?"),
        (f"{API}/projects/{project}/items?clas=a", "Do you mean `class`?"),
        (f"{API}/projects/{project}?x=1", "This call takes none."),
    ):
        assert near in check(shared.http.get(path), 422, "invalid")["detail"]
    assert shared.get(f"/projects/{project}/imports?limit=1&cursor=5").status_code == 200


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({}, "name"),
    "empty name": ({"name": ""}, "name"),
    "blank name": ({"name": " \u00a0"}, "name"),
    "name of another kind": ({"name": 7}, "name"),
    "NUL": ({"name": "a\0b"}, "name"),
    "misspelt": ({"name": "n", "overlapp": 2}, "overlapp"),
    "too large": ({"name": "n", "overlap": 11}, "overlap"),
    "too small": ({"name": "n", "batch_size": 0}, "batch_size"),
    "audits": ({"name": "n", "audits": "many"}, "audits"),
    "target": ({"name": "n", "target": 0}, "target"),
    "target that no light can show": ({"name": "n", "target": 1}, "target"),
    "lease": ({"name": "n", "lease_seconds": 1}, "lease_seconds"),
    "kind of answer": ({"name": "n", "answer_kind": "spans"}, "answer_kind"),
    "strategy": ({"name": "n", "strategy": "magic"}, "strategy"),
    "strategy of another version": ({"name": "n", "strategy": "margin@9"}, "strategy"),
    "encoder": ({"name": "n", "encoder": "magic"}, "encoder"),
    "model of an encoder": ({"name": "n", "encoder": "hashing:big"}, "encoder"),
    "class twice": ({"name": "n", "classes": [{"name": "a"}, {"name": "a "}]}, "classes.1.name"),
    "class without name": ({"name": "n", "classes": [{"name": " "}]}, "classes.0.name"),
    "NUL in a class": ({"name": "n", "classes": [{"name": "\0"}]}, "classes.0.name"),
    "key twice": (
        {"name": "n", "classes": [{"name": "a", "key": "1"}, {"name": "b", "key": "1"}]},
        "classes.1.key",
    ),
    "key that is no digit": (
        {"name": "n", "classes": [{"name": "a", "key": "x"}]},
        "classes.0.key",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_project_names_the_field(shared: Driver, name: str) -> None:
    body, field = WRONG[name]
    before = shared.get("/projects").json()
    answer = shared.http.post(f"{API}/projects", json=body)
    problem = answer.json()
    assert answer.status_code == 422, problem
    assert problem["field"] == field
    check(answer, 422, problem["code"])
    assert shared.get("/projects").json() == before


def test_an_answer_in_another_form_is_told_the_form(shared: Driver) -> None:
    project = shared.project(["ham", "Spam"])
    at = f"{API}/projects/{project}/annotations/{uuid4()}"
    problem = check(shared.http.put(at, json={"item_id": 1, "answer": "ham"}), 422, "invalid")
    assert problem["detail"] == (
        '`answer` is \'ham\'; it should be an object, such as {"class": "refund"}.'
    )


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("single_label", {"class": "SPAM"}), ("multi_label", {"classes": ["ham", "spma"]})],
)
@pytest.mark.slow
def test_a_misspelt_class_is_told_the_one_that_is_meant(
    driver: Driver, kind: str, answer: Any
) -> None:
    driver.without("embed")
    project = driver.project(["ham", "Spam"], answer_kind=kind)
    driver.upload(project, '{"text": "one"}')
    driver.work()
    [item] = driver.get(f"/projects/{project}/items").json()["results"]
    at = f"{API}/projects/{project}/annotations/{uuid4()}"
    sent = driver.http.put(at, json={"item_id": item["id"], "answer": answer})
    assert check(sent, 422, "invalid")["detail"].endswith("Do you mean 'Spam'?")
    for path in ("items", "own-answers"):
        query = {"class": "spma"}
        found = driver.http.get(f"{API}/projects/{project}/{path}", params=query)
        assert check(found, 422, "invalid")["detail"].endswith("Do you mean 'Spam'?")


def test_what_is_unknown_names_what_there_is(shared: Driver) -> None:
    problem = shared.http.post(f"{API}/projects", json={"name": "n", "strategy": "magic"}).json()
    assert problem["code"] == "unknown_strategy"
    assert "cluster_margin" in problem["detail"]
    problem = shared.http.post(f"{API}/projects", json={"name": "n", "encoder": "magic"}).json()
    assert problem["code"] == "unknown_encoder"
    assert "hashing" in problem["detail"]


@pytest.mark.parametrize(
    "field",
    ["name", "guidelines", "strategy", "batch_size", "round_every", "audits", "overlap",
     "lease_seconds", "state"],
)  # fmt: skip
@pytest.mark.slow
def test_a_project_keeps_what_it_cannot_be_without(shared: Driver, field: str) -> None:
    project = shared.project()
    before = shared.get(f"/projects/{project}").json()
    answer = shared.http.patch(f"{API}/projects/{project}", json={field: None})
    assert check(answer, 422, "invalid")["field"] == field
    assert shared.get(f"/projects/{project}").json() == before


def test_a_project_changes_what_is_sent_and_nothing_else(shared: Driver) -> None:
    project = shared.project(price_per_hour=10.0, target=0.9)
    before = shared.get(f"/projects/{project}").json()
    change = {"name": "New", "strategy": "margin", "target": None}
    answer = shared.http.patch(f"{API}/projects/{project}", json=change)
    seen = {"classes_version": before["classes_version"] + 1}  # its name is on open screens
    assert answer.json() == {**before, **change, **seen}
    check(shared.http.patch(f"{API}/projects/{project}", json={"seed": 3}), 422, "invalid")


def test_a_body_that_is_no_json_blames_no_field(shared: Driver) -> None:
    for body, status, code in (
        (b"{nope", 422, "invalid"),
        (b"", 422, "invalid"),
        (b"[1]", 422, "invalid"),
        (b"\xff", 400, "bad_request"),
    ):
        answer = shared.http.post(
            f"{API}/projects", content=body, headers={"Content-Type": "application/json"}
        )
        assert check(answer, status, code).get("field") is None


def test_ids_out_of_range_are_refused(shared: Driver) -> None:
    project = shared.project()
    for path in ("/projects/0", "/projects/-1", f"/projects/{2**53}", "/projects/x"):
        assert check(shared.get(path), 422, "invalid")["field"] == "project_id"
    check(shared.get(f"/projects/{2**53 - 1}"), 404, "not_found")
    check(shared.get(f"/jobs/{2**31}"), 404, "not_found")
    assert shared.get("/jobs", cursor=2**53 - 1).json()["results"] == []
    for path in ("items", "rounds"):
        problem = check(shared.get(f"/projects/{project}/{path}", cursor=2**31), 422, "invalid")
        assert problem["field"] == "cursor"
    problem = check(
        shared.http.put(f"{API}/projects/{project}/annotations/7", json={}), 422, "invalid"
    )
    assert problem["field"] == "annotation_id"
    problem = check(shared.get(f"/projects/{project}/items", q="a\0b"), 422, "invalid")
    assert problem["field"] == "q"
    problem = check(shared.get(f"/projects/{project}/items", **{"class": "nope"}), 422, "invalid")
    assert problem["field"] == "class"
    assert check(shared.get("/jobs", limit=501), 422, "invalid")["field"] == "limit"


@pytest.mark.slow
def test_what_broke_here_is_told_by_a_code_that_is_in_the_log(
    app: App, driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    http = Browser(create_app(app), raise_server_exceptions=False)
    http.cookies.update(driver.http.cookies)
    project = driver.project_with([{"text": "one"}])
    asked = f"{API}/projects/{project}/assignments"

    def rename(before: str, after: str) -> None:
        with app.database.engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")

    rename("ranking", "missing")
    answer = http.post(asked, json={}, headers={"Origin": "http://testserver"})
    rename("missing", "ranking")  # other tests have the same database
    problem = check(answer, 500, "internal")
    assert "ranking" not in json.dumps(problem)
    line = next(each for each in caplog.records if problem["reference"] in each.getMessage())
    assert asked in line.getMessage()
    assert line.exc_info


def test_answers_carry_their_locks(driver: Driver) -> None:
    answer = driver.get("/me")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_health(driver: Driver) -> None:
    http = driver.browser()
    assert http.get("/healthz").json() == {"status": "ok"}
    assert http.get("/readyz").json() == {"status": "ok"}
    driver.upload(driver.project(), '{"text": "a"}')
    metrics = http.get("/metrics").text
    assert 'postil_jobs{kind="import",state="queued"} 1' in metrics
    assert "postil_workers 1" in metrics
    for probe in ("/healthz", "/readyz", "/metrics"):
        assert http.get(f"{probe}?from=a-load-balancer&_=1").status_code == 200, probe


def test_a_schema_of_another_version_is_not_ready(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    database = driver.app.database
    now = database.revision()

    def pretend(version: str | None) -> None:
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")

    pretend("ffff")
    answer = driver.browser().get("/readyz")
    pretend(now)  # the next test finds the same database
    problem = check(answer, 503, "schema_out_of_date")
    assert "postil migrate" in problem["detail"]
    assert problem["reference"] in caplog.text


def test_the_line_after_a_minute_says_how_many_were_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    seldom = SeldomLogged(lambda: now[0])
    references = []
    for seconds in (0, 1, 59, 60, 130):
        now[0] = seconds
        references.append(seldom.warn("disk_full", "PUT", "/here", OSError("full")))
    first, *same, second, third = references
    assert same == [first, first]
    assert caplog.messages == [
        f"PUT /here [{first}]: full",
        f"PUT /here [{second}]: full (2 more of it since the last such line)",
        f"PUT /here [{third}]: full",
    ]
