"""Prodigy's files: what people said no to is no label, and choices are named as people saw them."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.importing.formats import Limits
from tests.driving import Driver
from tests.importing.test_known_answers import labels, send
from workers.replay.labelled_file import Columns, read

pytestmark = pytest.mark.slow

VERDICTS = ["accept", "reject", "reject", "ignore"]
ROWS = [
    {"text": f"{nr} {verdict}", "label": "SPORT", "answer": verdict}
    for nr, verdict in enumerate(VERDICTS)
]


def test_a_rejected_or_ignored_class_is_no_label(driver: Driver) -> None:
    project = driver.without("embed").project()
    done = send(driver, project, ROWS, create_classes=True)
    assert (done["state"], done["inserted"], done["labelled"]) == ("ready", 4, 1)
    [warning] = done["warnings"]
    assert "1 ignored and 2 rejected" in warning["detail"]
    assert labels(driver, project) == {row["text"]: None for row in ROWS} | {"0 accept": "SPORT"}


OPTIONS = [{"id": "0", "text": "SPORT"}, {"id": "1", "text": "ARTS"}, {"id": "2"}]


def test_a_choice_is_named_by_the_text_of_its_option(driver: Driver) -> None:
    project = driver.without("embed").project([])
    rows: list[dict[str, Any]] = [
        {"text": "one", "options": OPTIONS, "accept": ["1"], "answer": "accept"},
        {"text": "without a text", "options": OPTIONS, "accept": ["2"], "answer": "accept"},
        {"text": "by numbers", "options": [{"id": 0, "text": "SPORT"}], "accept": [0]},
        {"text": "none", "options": OPTIONS, "accept": [], "answer": "accept"},
        {"text": "no", "options": OPTIONS, "accept": ["0"], "answer": "reject"},
    ]
    done = send(driver, project, rows, create_classes=True, label="accept")
    assert (done["labelled"], done["rejected"]) == (3, 0)
    named = {"one": "ARTS", "without a text": "2", "by numbers": "SPORT"}
    assert labels(driver, project) == {"none": None, "no": None, **named}


def test_an_evaluation_set_refuses_it(driver: Driver) -> None:
    project = driver.without("embed").project()
    done = send(driver, project, ROWS, create_classes=True, role="evaluation")
    assert (done["labelled"], done["rejected"]) == (1, 3)


def test_the_verdict_can_be_the_label(driver: Driver) -> None:
    project = driver.without("embed").project()
    done = send(driver, project, ROWS, create_classes=True, label="answer")
    assert (done["labelled"], done["warnings"]) == (4, [])


def test_a_replay_takes_no_rejected_class(tmp_path: Path) -> None:
    rows = [{"text": f"text {nr}", "label": "ab"[nr % 2], "answer": "accept"} for nr in range(30)]
    rows += [{"text": f"not {nr}", "label": "a", "answer": "reject"} for nr in range(5)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    labelled = read(path, Columns(), Limits(10_000))
    assert len(labelled.texts) == 30
    assert any("5 rejected" in note for note in labelled.notes)


def test_a_replay_names_choices_too(tmp_path: Path) -> None:
    rows = [
        {"text": f"text {nr}", "options": OPTIONS, "accept": [] if nr % 7 == 0 else [str(nr % 2)]}
        for nr in range(30)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    labelled = read(path, Columns(label="accept"), Limits(10_000))
    assert (labelled.classes, labelled.is_of_sets) == (["ARTS", "SPORT"], False)
    assert labelled.notes == ["5 rows without an answer"]
