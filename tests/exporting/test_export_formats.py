"""A contract over every format of an export: a new one is tested by being registered."""

from typing import Any

import pytest

from service.exporting.export_format import EXPORT_FORMATS, ExportFormat, register
from service.pool.queries.projects import Projects
from tests.driving import Driver, on_sqlite

every_format = pytest.mark.parametrize("made", EXPORT_FORMATS.values(), ids=EXPORT_FORMATS)


def export(driver: Driver, project: int, made: ExportFormat, **query: Any) -> Any:
    answer = driver.get(f"/projects/{project}/export", format=made.name, **query)
    assert answer.status_code == 200, answer.text
    return answer


@on_sqlite
@every_format
@pytest.mark.slow
def test_the_api_lists_it_and_names_its_file(driver: Driver, made: ExportFormat) -> None:
    shown = {each["name"]: each for each in driver.get("/export-formats").json()["results"]}
    assert shown[made.name]["title"] == made.title
    answer = export(driver, driver.project([]), made)
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type == made.content_type.partition(";")[0]
    assert f'.{made.name}"' in answer.headers["content-disposition"]


@on_sqlite
@every_format
@pytest.mark.slow
def test_it_holds_whatever_texts_and_answers_there_are(driver: Driver, made: ExportFormat) -> None:
    """Also none, of rows with columns that others lack."""
    driver.without("embed", "rank", "measure")
    project = driver.project(["fruit"])
    rows = [
        {"text": '=a "plum",\tand\nmore', "label": "fruit", "note": "\U0001f351 \u00e9"},
        {"text": "<r>zinc</r>", "deep": {"a": [1, None]}, "n": 0.5},
    ]
    driver.imported(project, rows, labels="import")
    labelled = export(driver, project, made).content
    everything = export(driver, project, made, everything=True).content
    assert labelled
    assert len(everything) > len(labelled)
    unique = export(driver, project, made, unique=True).content
    driver.imported(project, rows[:1])
    assert len(export(driver, project, made, unique=True).content) >= len(unique)


@on_sqlite
@every_format
@pytest.mark.slow
def test_answers_of_several_classes_fit_in_it(driver: Driver, made: ExportFormat) -> None:
    project = driver.without("embed", "rank", "measure").project(["fruit", "metal"])
    with driver.app.write() as uow:
        uow[Projects].get(project).answer_kind = "multi_label"
    driver.imported(project, [{"text": "t", "label": ["fruit", "metal"]}], labels="import")
    assert export(driver, project, made).content


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="'csv' is registered twice"):
        register(EXPORT_FORMATS["csv"])
