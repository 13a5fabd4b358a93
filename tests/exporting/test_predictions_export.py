"""What a round predicts of the pool, taken away; of what may be audited only when asked for."""

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from sqlmodel import select

from service.exporting.export_format import EXPORT_FORMATS, ExportFormat
from service.pool.tables.items import Exposure
from tests import workbooks
from tests.driving import Driver
from tests.find.test_item_predictions import spoilt, stored
from tests.rounds.test_predictions import last_measured
from tests.texts import texts, truth

pytestmark = pytest.mark.slow


CLASSES = ["fruit", "metal"]


@pytest.fixture(scope="module")
def project(shared: Driver) -> int:
    made = shared.project_with(texts(120), CLASSES, strategy="margin", round_every=10)
    shared.label_at_once(made, 30, truth)
    shared.work()
    return made


def asked(driver: Driver, project: int, **query: Any) -> Any:
    answer = driver.get(f"/projects/{project}/predictions", **query)
    assert answer.status_code == 200, answer.text
    return answer


def lines(driver: Driver, project: int, **query: Any) -> dict[int, dict[str, Any]]:
    rows = map(json.loads, asked(driver, project, **query).text.splitlines())
    return {row["id"]: row for row in rows}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def exposed(driver: Driver) -> set[int]:
    with driver.app.read() as uow:
        return {row.item_id for row in uow.session.exec(select(Exposure)).all()}


@pytest.mark.both_databases
def test_a_row_an_item_and_nothing_of_what_may_be_audited(shared: Driver, project: int) -> None:
    predicted, items = stored(shared, project)
    hidden = spoilt(shared, project)
    found = lines(shared, project)
    assert found.keys() == items.keys()
    assert {item_id for item_id, row in found.items() if row["withheld"]} == hidden != set()
    assert exposed(shared) == set()
    for item_id, row in found.items():
        item, label = items[item_id]
        assert (row["text"], row["label"] is None) == (item.text, label is None)
        if item_id in hidden:
            assert (row["class"], row["probability"], row["entropy"]) == (None, None, None)
            continue
        assert row["class"] == CLASSES[int(predicted.class_index[item.ordinal])]
        p = float(predicted.probability[item.ordinal])
        assert row["probability"] == pytest.approx(p, abs=1e-3)
        assert row["entropy"] == pytest.approx(float(predicted.entropy[item.ordinal]), abs=1e-3)
    assert {row["round"] for row in found.values()} == {last_measured(shared, project).number}


def test_tables_have_the_same(shared: Driver, project: int) -> None:
    found = [*lines(shared, project).values()]
    content = asked(shared, project, format="parquet")
    assert 'predictions.parquet"' in content.headers["content-disposition"]
    assert pyarrow.parquet.read_table(io.BytesIO(content.content)).to_pylist() == found
    table = csv.DictReader(io.StringIO(asked(shared, project, format="csv").text))
    assert [*table] == [{k: _cell(v) for k, v in row.items()} for row in found]


@pytest.mark.parametrize("made", EXPORT_FORMATS.values(), ids=EXPORT_FORMATS)
def test_every_format_of_an_export_has_them(
    shared: Driver, project: int, tmp_path: Path, made: ExportFormat
) -> None:
    answer = asked(shared, project, format=made.name)
    assert answer.headers["content-type"].partition(";")[0] == made.media_type
    file = tmp_path / "predictions"
    file.write_bytes(answer.content)
    count = made.count(file)
    count.add(answer.content)
    assert count.rows() == len(lines(shared, project))


def test_a_workbook_has_what_a_table_has(shared: Driver, project: int) -> None:
    found = lines(shared, project)
    for cells, row in zip(
        workbooks.table(asked(shared, project, format="xlsx").content), found.values(), strict=True
    ):
        assert (int(cells["id"]), cells["text"]) == (row["id"], row["text"])
        assert cells.get("class") == row["class"]
        assert float(cells.get("probability", "nan")) == pytest.approx(
            row["probability"] if row["probability"] is not None else math.nan, nan_ok=True
        )


def test_who_wants_to_be_told_is_not_asked_any_more(shared: Driver, project: int) -> None:
    hidden = {i for i, row in lines(shared, project).items() if row["withheld"]}
    found = lines(shared, project, unblinded=True)
    assert not any(row["withheld"] for row in found.values())
    assert all(found[item_id]["class"] for item_id in hidden)
    assert exposed(shared) == hidden


def test_before_a_round_is_measured_there_is_a_reason(shared: Driver) -> None:
    made = shared.project(CLASSES)
    answer = shared.get(f"/projects/{made}/predictions")
    assert (answer.status_code, answer.json()["reason"]["code"]) == (409, "not_measured")


def test_of_what_came_since_nothing_is_predicted(shared: Driver, project: int) -> None:
    before = lines(shared, project)
    shared.upload(project, '{"text": "a lemon that came later"}')
    shared.without("rank", "measure").work()
    found = lines(shared, project)
    [late] = [row for item_id, row in found.items() if item_id not in before]
    assert (late["class"], late["withheld"]) == (None, False)
