"""The curve as a file: a row a point, all of them, readable again."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from service.core.evaluation.savings.against_random import RandomPoint
from service.exporting.export_figures import COLUMNS, export_curve
from service.exporting.export_format import EXPORT_FORMATS, ExportFormat, Kind
from service.figures.shapes.curve import ConePoint, LabelRange, TargetForecast
from service.figures.show_curve import show_curve
from service.jobs.energy import Band
from service.kit.vocabulary import Role
from service.rounds.queries.figures import FigureRows
from service.rounds.tables.measured import RandomPoints
from tests.beginnings import once
from tests.driving import API, Driver, on_sqlite
from tests.figures.test_curve_points import figure

pytestmark = on_sqlite

ROUNDS = 400
"""More than a screen shows."""
TYPES = {
    Kind.WORD: "string",
    Kind.WHOLE: "int64",
    Kind.NUMBER: "double",
    Kind.YES_OR_NO: "bool",
}


@pytest.fixture
def project(driver: Driver) -> int:
    made = driver.project(target=0.9)

    def measure() -> None:
        with driver.app.write() as uow:
            for number in range(1, ROUNDS + 1):
                estimate = 0.5 + number / 1_000 if number > 40 else None
                test_set = {"test_value": 0.7, "test_low": 0.6, "test_high": 0.8, "test_items": 120}
                uow[FigureRows].put(figure(made, number, estimate=estimate, **test_set))

    once(driver.app, ("measured", ROUNDS), measure)
    return made


def table(driver: Driver, project: int, kind: str) -> Any:
    answer = driver.get(f"/projects/{project}/curve", format=kind)
    assert answer.status_code == 200, answer.text
    assert f'curve.{kind}"' in answer.headers["content-disposition"]
    return answer


def test_csv_has_a_row_a_point_and_the_target(driver: Driver, project: int) -> None:
    answer = table(driver, project, "csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["series"] for row in rows] == ["model"] * ROUNDS + ["target"]
    assert [int(row["round"]) for row in rows[:-1]] == list(range(1, ROUNDS + 1))
    assert (rows[0]["estimate"], rows[0]["provisional"]) == ("", "true")
    last = rows[-2]
    assert (last["labels"], last["estimate"], last["provisional"]) == ("2000", "0.9", "false")
    assert (last["evaluation"], last["evaluation_items"], last["cost"]) == ("0.7", "120", "")
    assert {name: value for name, value in rows[-1].items() if value} == {
        "series": "target",
        "estimate": "0.9",
    }


@pytest.mark.slow
def test_parquet_says_the_same_with_types(driver: Driver, project: int) -> None:
    answer = table(driver, project, "parquet")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    found = pyarrow.parquet.read_table(io.BytesIO(answer.content))
    assert {field.name: str(field.type) for field in found.schema} == {
        name: TYPES[kind] for name, kind in COLUMNS.items() if isinstance(kind, Kind)
    }
    words = csv.DictReader(io.StringIO(table(driver, project, "csv").text))
    shown = {None: "", True: "true", False: "false"}
    for row, as_words in zip(found.to_pylist(), words, strict=True):
        plain = {
            name: shown[value] if value is None or isinstance(value, bool) else str(value)
            for name, value in row.items()
        }
        assert plain == as_words


FORECAST = TargetForecast(
    target=0.9,
    level=0.85,
    labels=LabelRange(100, 200, 300),
    more_labels=LabelRange(0, 100, 200),
    seconds=None,
    cost=None,
    date=None,
    reached=0.1,
    within=0.9,
    cone=[ConePoint(100, 0.7, 0.75, 0.8), ConePoint(200, 0.8, 0.9, 0.95)],
    reasons=[],
)


def test_what_random_sampling_would_have_reached_and_what_is_to_come_are_in_it(
    driver: Driver,
) -> None:
    project = driver.project()
    with driver.app.read() as uow:
        curve = show_curve(uow, driver.app.settings, project, Role.ENGINEER)
    points = [RandomPoint(30, 0.6, 0.5, 0.7, False), RandomPoint(60, 0.7, 0.6, 0.9, True)]
    curve = replace(curve, random=RandomPoints(points), forecast=FORECAST)
    content = export_curve(curve, "csv").content
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert [(row["series"], row["labels"], row["extrapolated"]) for row in rows] == [
        ("random", "30", "false"),
        ("random", "60", "true"),
        ("forecast", "100", ""),
        ("forecast", "200", ""),
    ]


@pytest.mark.slow
def test_energy_has_its_band(driver: Driver, project: int) -> None:
    with driver.app.read() as uow:
        curve = show_curve(uow, driver.app.settings, project, Role.ENGINEER)
    point = replace(curve.points[-1], watt_hours=Band(14.0, 8.4, 19.6))
    content = export_curve(replace(curve, points=[point]), "csv").content
    row = next(csv.DictReader(io.StringIO(content.decode())))
    shown = [row[name] for name in ("watt_hours", "watt_hours_low", "watt_hours_high")]
    assert shown == ["14.0", "8.4", "19.6"]


@pytest.mark.slow
def test_annotators_get_an_empty_table(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    rows = ann.get(f"{API}/projects/{project}/curve?format=csv").text.splitlines()
    assert rows[0] == ",".join(COLUMNS)
    assert [row.partition(",")[0] for row in rows[1:]] == ["target"]


@pytest.mark.parametrize("made", EXPORT_FORMATS.values(), ids=EXPORT_FORMATS)
def test_every_format_of_an_export_has_it(
    driver: Driver, project: int, tmp_path: Path, made: ExportFormat
) -> None:
    file = tmp_path / "curve"
    file.write_bytes(table(driver, project, made.name).content)
    count = made.count(file)
    count.add(file.read_bytes())
    assert count.rows() == ROUNDS + 1


def test_other_formats_are_refused(driver: Driver, project: int) -> None:
    answer = driver.get(f"/projects/{project}/curve", format="yaml")
    assert (answer.status_code, answer.json()["field"]) == (422, "format")
    assert "json, jsonl, parquet, xlsx, csv" in answer.json()["detail"]
