"""Prodigy's binary files: what people said no to is no label."""

import json
from pathlib import Path

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
