"""A column that was named for a file has to be in it."""

import io
import json
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from tests.driving import NDJSON, Driver
from tests.exporting.test_export import table

pytestmark = pytest.mark.slow

PARQUET = "application/vnd.apache.parquet"


def parquet(**columns: list[Any]) -> bytes:
    pyarrow.parquet.write_table(pyarrow.table(columns), sink := io.BytesIO())
    return sink.getvalue()


FILES: dict[str, tuple[str, Any]] = {
    "csv": ("text/csv", "text,nr,kind\none,1,a\ntwo,2,b\n"),
    "ndjson": (NDJSON, '{"text": "one"}\n{"text": "two", "nr": 1, "kind": "a"}\n'),
    "json": ("application/json", '[{"text": "one", "nr": null, "kind": null}]'),
    "parquet": (PARQUET, parquet(text=["one"], nr=[None], kind=["a"])),
}


def imported(driver: Driver, project: int, kind: str, body: Any, **query: Any) -> Any:
    answer = driver.upload(project, body, kind, **query)
    assert answer.status_code == 202, answer.text
    driver.work()
    return driver.get(f"/projects/{project}/imports/{answer.json()['import_id']}").json()


@pytest.mark.parametrize("name", FILES)
def test_a_misspelt_column_refuses_the_file(driver: Driver, name: str) -> None:
    driver.without("embed")
    project = driver.project()
    for role in ("id", "label"):
        done = imported(driver, project, *FILES[name], **{role: "knid"})
        assert (done["state"], done["inserted"]) == ("failed", 0)
        assert "No row has a column 'knid'. The file has: 'text', 'nr', 'kind'" in done["error"]
        assert f"`{role}=`" in done["error"]
    assert imported(driver, project, *FILES[name], id="nr", label="kind")["state"] == "ready"


@pytest.mark.parametrize("name", FILES)
def test_answers_that_no_row_has_are_warned_of(driver: Driver, name: str) -> None:
    """Where they become labels and no column was named for them: the rows are good ones."""
    driver.without("embed")
    project = driver.project(["a"])
    done = imported(driver, project, *FILES[name], labels="import")
    assert (done["state"], done["inserted"] > 0, done["labelled"]) == ("ready", True, 0)
    [warning] = done["warnings"]
    assert "No answer became a label. No row has a column 'label'." in warning["detail"]
    assert (
        "The file has: 'text', 'nr', 'kind'. Name the right one with `label=`." in warning["detail"]
    )
    labelled = {"ndjson": NDJSON, "json": "application/json"}.get(name, "text/csv")
    rows = {
        "ndjson": '{"text": "x"}\n{"text": "y", "label": "a"}',
        "json": '[{"text":"x","label":"a"}]',
    }
    body = rows.get(name, "text,label\nx,a\n")
    assert imported(driver, project, labelled, body, labels="import")["warnings"] == []


@pytest.mark.parametrize("name", FILES)
def test_answers_that_stay_data_unsaid_are_warned_of(driver: Driver, name: str) -> None:
    driver.without("embed")
    project = driver.project(["a", "b"])
    rows = {
        "csv": "text,label\none,a\ntwo, b \nthree,\nfour,other\n",
        "ndjson": '{"text": "one", "label": "a"}\n{"text": "two", "label": ["b"]}\n'
        '{"text": "three"}\n{"text": "four", "label": true}',
        "json": '[{"text": "one", "label": "a"}, {"text": "two", "label": "b"},'
        ' {"text": "four", "label": "other"}]',
        "parquet": parquet(text=["one", "two", "four"], label=["a", "b", "other"]),
    }[name]
    done = imported(driver, project, FILES[name][0], rows)
    assert (done["state"], done["inserted"] > 2, done["labelled"]) == ("ready", True, 0)
    [warning] = done["warnings"]
    assert "'label' stays data, though 2 of its 3 values are classes" in warning["detail"]
    assert "`labels=import`" in warning["detail"]
    for said in ({"labels": "ignore", "id": "text"}, {"labels": "import", "id": "text"}):
        assert "stays data" not in str(imported(driver, project, FILES[name][0], rows, **said))


def test_answers_that_are_no_classes_of_the_project_are_told_too(driver: Driver) -> None:
    """Nothing was said: whoever sent 60 labels had none, and didn't know why."""
    driver.without("embed")
    project = driver.project(["a", "b"])
    rows = "text,label\none,a\ntwo,2\nthree,3\n"
    [warning] = imported(driver, project, "text/csv", rows)["warnings"]
    assert "stays data (such as '2', '3'): 1 of its 3 values are classes" in warning["detail"]
    assert "`labels=import` and `create_classes=true`" in warning["detail"]
    [warning] = imported(driver, driver.project([]), "text/csv", rows)["warnings"]
    assert "(such as 'a', '2', '3'): none of its values are classes" in warning["detail"]
    for unlabelled in ({"label": "text"}, {"labels": "ignore"}):
        fresh = driver.project(["a", "b"])
        assert imported(driver, fresh, "text/csv", rows, **unlabelled)["warnings"] == []
    assert imported(driver, project, "text/csv", "text,kind\nx,2\n")["warnings"] == []


@pytest.mark.parametrize("name", ["ndjson", "json"])
def test_a_misspelt_text_is_told_once(driver: Driver, name: str) -> None:
    project = driver.project()
    done = imported(driver, project, *FILES[name], text="txet")
    assert (done["state"], done["rejected"]) == ("failed", 0)
    assert "No row has a text in 'txet'." in done["error"]
    lines = '{"nr": 1}\n{"txet": "one"}\n{"nr": 2}\n'
    done = imported(driver, project, NDJSON, lines, text="txet")
    assert (done["state"], done["inserted"], done["rejected"]) == ("ready", 1, 2)


def test_a_file_of_which_no_row_can_be_taken_says_so_by_its_rows(driver: Driver) -> None:
    project = driver.project()
    done = imported(driver, project, "text/csv", "text,nr\n,1\n", id="no")
    assert (done["state"], done["rejected"]) == ("ready", 1)
    done = imported(driver, project, NDJSON, '{"text": "one"}', id="no")
    assert "No row has a column 'no'. The file has: 'text'." in done["error"]


@pytest.mark.parametrize(
    ("name", "plain", "shown"),
    [
        ("Support", "Support.csv", "Support.csv"),
        ("Zo\u00eb: 1/2", "Zoe 1 2.csv", "Zo%C3%AB%201%202.csv"),
        ("\u202e../\u0431\u043e", "postil-1.csv", "%D0%B1%D0%BE.csv"),
        ('"\r\n', "postil-1.csv", "postil-1.csv"),
        ("What for? , now", "What for, now.csv", "What%20for%2C%20now.csv"),
    ],
)
def test_an_export_is_named_after_its_project(
    driver: Driver, name: str, plain: str, shown: str
) -> None:
    made = driver.post("/projects", name=name, classes=[])
    assert made.status_code == 201, made.text
    project = made.json()["id"]
    answer = driver.get(f"/projects/{project}/export", format="csv")
    disposition = answer.headers["content-disposition"]
    assert disposition == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{shown}"
    assert table(driver, project) == []


@pytest.mark.parametrize("first_written_out", [False, True])
def test_usual_parameters_written_out_make_no_other_import(
    driver: Driver, first_written_out: bool
) -> None:
    project, body = driver.project(), "text,id,label\na,1,x\n"
    usual = {"text": "text", "id": "id", "label": "label", "role": "pool", "labels": "ignore"}
    usual |= {"quoting": "standard", "create_classes": "false", "fold_case": "false"}
    queries: list[dict[str, str]] = [{}, usual, {"text": "text"}]
    sent = [
        driver.upload(project, body, "text/csv; charset=utf-8", **query).json()["import_id"]
        for query in (queries[::-1] if first_written_out else queries)
    ]
    assert len({*sent}) == 1
    other = driver.upload(project, body, "text/csv", text="label").json()["import_id"]
    assert other not in sent


EXPORTED = {
    "csv": ("text/csv", "id,external_id,text\n5202,eleven,one\n5203,,two\n"),
    "ndjson": (
        NDJSON,
        '{"id": 5202, "external_id": "eleven", "text": "one"}\n'
        '{"id": 5203, "external_id": null, "text": "two"}\n',
    ),
    "parquet": (
        PARQUET,
        parquet(id=[5202, 5203], external_id=["eleven", None], text=["one", "two"]),
    ),
}


@pytest.mark.parametrize("name", EXPORTED)
def test_an_export_brings_its_rows_own_ids(driver: Driver, name: str) -> None:
    """And not those that the service gave them. Whoever names a column gets that one."""
    driver.without("embed")
    ids = [("eleven", {}), (None, {})]
    named = [("5202", {"external_id": "eleven"}), ("5203", {"external_id": None})]
    for query, expected in (({}, ids), ({"id": "id"}, named)):
        project = driver.project()
        assert imported(driver, project, *EXPORTED[name], **query)["state"] == "ready"
        lines = driver.get(f"/projects/{project}/export", everything=True).text.splitlines()
        rows = [(row["external_id"], row["data"]) for row in map(json.loads, lines)]
        assert [(own, {k: v or None for k, v in data.items()}) for own, data in rows] == expected
