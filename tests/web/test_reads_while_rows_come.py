"""Every read of a project answers at every moment of an import, of a withdrawal and of a merge.

What a round says is kept by ordinal. Texts that came later have no place there, and a list of items
answered 500 from an import until the next round was measured.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from service.jobs.dispatch_jobs import due_jobs
from service.jobs.run_job import run_job
from tests.asking import answers_questions
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth
from tests.web.every_call import API, CALLS, P

pytestmark = [on_sqlite, pytest.mark.slow]

POOL, LATER = 60, 30
LISTED: list[dict[str, Any]] = [
    {},
    {"sort": "confidence"},
    {"sort": "-confidence"},
    {"sort": "-labelled_at"},
    {"predicted": "metal"},
    {"confidence_above": 0.1},
    {"state": "unlabelled"},
    {"suspected": True},
    {"audit": True},
    {"mixed": ["fruit", "metal"]},
    {"q": "number"},
    {"meaning": "silver and gold"},
]
ASKED = [
    ("predict", {"texts": ["iron and zinc"]}),
    ("drift", {"texts": [row["text"] for row in texts(40)]}),
]


@pytest.fixture
def project(driver: Driver) -> int:
    """Measured, with a map, a model to take away and a certificate under way."""
    answers_questions(driver)
    project = driver.project_with(texts(POOL), ["fruit", "metal"], round_every=10)
    driver.label_at_once(project, 40, truth)
    driver.work()
    for path, body in (("map", {}), ("model", {}), ("certify", {"error": 0.2})):
        driver.post(f"/projects/{project}/{path}", **body)
        driver.work()
    return project


def moments(driver: Driver) -> Iterator[str]:
    """After each job, one at a time, until there is none."""
    yield "asked for"
    while not driver.idle():
        for job in due_jobs(driver.app)[:1]:
            run_job(driver.app, job.id, "test", driver.handlers, driver.tools)
            yield f"{job.kind} done"
        driver.wait(1.0)


def read_all(driver: Driver, project: int, moment: str) -> None:
    ids = [row["id"] for row in listed(driver, project)]
    imports = driver.get(f"/projects/{project}/imports").json()["results"]
    classes = driver.get(f"/projects/{project}/classes").json()["results"]
    of_last = {
        "project": project,
        "item_id": ids[-1],
        "import_id": imports[0]["import_id"],
        "class_id": classes[0]["id"],
        "name": "own",
    }
    for method, path, _, _ in CALLS:
        if method == "GET" and path.startswith(P):
            for item_id in {ids[0], ids[-1]} if "{item_id}" in path else {0}:
                answers(driver.http.get(path.format(**{**of_last, "item_id": item_id})), moment)
    for query in LISTED:
        answers(driver.get(f"/projects/{project}/items", **query), moment)
    for path, body in ASKED:
        answers(driver.post(f"/projects/{project}/{path}", **body), moment)


def listed(driver: Driver, project: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = driver.get(f"/projects/{project}/items", limit=200).json()[
        "results"
    ]
    return found


def answers(answer: Any, moment: str) -> None:
    said = f"{answer.request.url} when it was {moment}: {answer.text[:300]}"
    assert answer.status_code < 500 or answer.status_code == 503, said
    assert answer.status_code != 422, said


def test_every_read_answers_while_texts_come(driver: Driver, project: int) -> None:
    last = max(row["id"] for row in listed(driver, project))
    rows = texts(POOL + LATER)[POOL:]
    lines = "\n".join(f'{{"text": "{row["text"]}"}}' for row in rows)
    assert driver.upload(project, lines, file_name="later").status_code == 202
    assert driver.upload(project, '{"text": "one gold row"}').status_code == 202
    predicted = {}
    for moment in moments(driver):
        read_all(driver, project, moment)
        new = [row for row in listed(driver, project) if row["id"] > last]
        predicted[moment] = [row["prediction"] is not None for row in new]
    assert {"import done", "embed done", "rank done", "measure done"} <= {*predicted}, predicted
    assert len(predicted["import done"]) > LATER / 2
    assert not any(predicted["import done"])
    assert any(predicted["measure done"])


@pytest.mark.parametrize("what", ["withdrawn", "merged"])
def test_every_read_answers_while_texts_or_a_class_go(
    driver: Driver, project: int, what: str
) -> None:
    made = driver.imported(project, texts(POOL + LATER)[POOL:], file_name="later")
    if what == "withdrawn":
        gone = driver.http.delete(f"{API}/projects/{project}/imports/{made['import_id']}")
    else:
        first, second = driver.get(f"/projects/{project}/classes").json()["results"]
        gone = driver.post(f"/projects/{project}/classes/{first['id']}/merge", into=second["id"])
    assert gone.status_code < 300, gone.text
    for moment in moments(driver):
        read_all(driver, project, moment)
