"""How good the model is by class: figures as the estimate weighs audits, and their texts."""

import csv
import io
import json
from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from service.core.evaluation.by_class.audit_quality import ConfusedLabels, audit_quality
from service.core.evaluation.by_class.per_class import audits_to_judge
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.recalibration import AS_STATED
from service.core.evaluation.suspected_errors import suspected_errors
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.figures.shapes.quality import ConfusedClasses
from service.figures.show_quality import mostly_taken_for
from service.figures.show_stats import NOT_AUDITED
from tests.driving import Driver
from tests.texts import WORDS, texts, truth

CLASSES = ["fruit", "metal"]


@pytest.mark.parametrize(
    ("mistakes", "other"),
    [({1: 3, 2: 1}, 1), ({1: 1}, None), ({1: 2, 2: 2}, None), ({}, None)],
)
def test_a_class_is_mostly_taken_for_what_half_of_its_mistakes_are(
    mistakes: dict[int, int], other: int | None
) -> None:
    """One text shows nothing, and of two that are as frequent neither is it."""
    cells = [ConfusedClasses(truth=0, predicted=0, items=9, share=0.5)]
    cells += [
        ConfusedClasses(truth=0, predicted=p, items=n, share=0.1) for p, n in mistakes.items()
    ]
    assert mostly_taken_for(cells).get(0) == other


def quality(driver: Driver, project: int, **query: Any) -> Any:
    answer = driver.get(f"/projects/{project}/quality", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def predictions(classes: list[int], probability: list[float]) -> PoolPredictions:
    p, nothing = np.array(probability), np.empty(0, dtype=np.int64)
    suspects = suspected_errors(nothing, nothing, np.empty((0, 2), dtype=np.float32))
    return PoolPredictions(np.array(classes), p, p, p, AS_STATED, suspects)


def test_audits_count_for_as_many_items_as_in_the_estimate() -> None:
    """Three of a part of 30 items, one of a part of 70: that one weighs seven times as much."""
    labels = Labels(
        np.arange(5), OneClass(np.array([0, 0, 1, 1, 0])), np.array([True, True, True, True, False])
    )
    right = np.array([True, False, True, False])
    seen = UnseenPredictions(right, np.full(4, 0.6, dtype=np.float32))
    weights = np.array([10.0, 10.0, 10.0, 70.0])
    evidence = Evidence(seen, seen, seen.confidence, 100, weights)
    of_pool = predictions([0, 1, 1, 0, 1], [0.9, 0.6, 0.6, 0.6, 0.9])
    found = audit_quality(labels, evidence, of_pool, 2)
    cells = {(each.truth, each.predicted): (each.items, each.share) for each in found.confusion}
    assert cells == {
        (0, 0): (1, pytest.approx(0.1)),
        (0, 1): (1, pytest.approx(0.1)),
        (1, 1): (1, pytest.approx(0.1)),
        (1, 0): (1, pytest.approx(0.7)),
    }
    assert found.chosen == [ConfusedLabels(0, 1, 1)]
    assert found.expected == [None, None]
    unsure, sure = found.confidence
    assert (unsure.above, unsure.up_to, unsure.items) == (0.5, 0.7, 3)
    assert unsure.right == pytest.approx(10 / 90)
    assert unsure.low < unsure.right < unsure.high
    assert (sure.items, sure.stated, sure.right) == (1, pytest.approx(0.9), 1.0)


def test_before_a_measurement_it_says_what_is_missing(driver: Driver) -> None:
    found = quality(driver, driver.project(CLASSES))
    assert (found["round"], found["confusion"], found["confidence"]) == (None, [], [])
    assert found["reason"]["code"] == "not_measured"
    assert [one["recall"]["value"] for one in found["classes"]] == [None, None]


@pytest.mark.parametrize(
    ("total", "named", "needed"),
    [(4, 6, 125), (6, 4, 125), (9, 30, 56), (0, 9, None), (10, 12, None)],
)
def test_a_class_is_judged_once_its_share_of_the_audits_is_enough(
    total: int, named: int, needed: int | None
) -> None:
    """4 of 50 audits are of it: 10 are of 125."""
    figure = replace(NOT_AUDITED, total=total, named=named)
    assert audits_to_judge(figure, 50) == needed


@pytest.mark.slow
def test_a_class_without_figures_says_how_many_labels_they_take(driver: Driver) -> None:
    project = driver.project_with(texts(600), CLASSES, round_every=20, audits="proof")
    driver.label_at_once(project, 20, truth)
    driver.work()
    found = quality(driver, project)
    assert found["audit_labels"] > 0
    for one in found["classes"]:
        fewest = min(one["recall"]["items"], one["precision"]["items"])
        within = 0 < fewest < 10 and found["audit_labels"] * 10 <= fewest * 200
        assert (one["more_labels"] is not None) is within


@pytest.mark.both_databases
@pytest.mark.slow
def test_each_figure_and_each_cell_has_its_texts(driver: Driver) -> None:
    project = driver.project_with(texts(300), CLASSES, round_every=60, audits="proof")
    wrong = iter(range(1_000))
    driver.label_at_once(project, 60, lambda text: "metal" if next(wrong) % 5 == 0 else truth(text))
    driver.work()
    found = quality(driver, project)
    names = {one["class_id"]: one["name"] for one in found["classes"]}
    of_stats = {
        one["name"]: one for one in driver.get(f"/projects/{project}/stats").json()["classes"]
    }
    for one in found["classes"]:
        cells = [cell for cell in found["confusion"] if cell["truth"] == one["class_id"]]
        assert one["recall"]["items"] == sum(cell["items"] for cell in cells)
        stats = of_stats[one["name"]]
        assert (one["recall"]["low"], one["precision"]["high"]) == (
            stats["low"],
            stats["precision_high"],
        )
        assert (one["recall"]["value"] is None) is (one["recall"]["items"] < 10)
        fewest = min(one["recall"]["items"], one["precision"]["items"])
        over = fewest > 0 and found["audit_labels"] * 10 > fewest * 100
        assert (one["more_labels"] is None) is (fewest == 0 or fewest >= 10 or over)
        assert (one["more_labels"] or 1) > 0
    assert sum(cell["items"] for cell in found["confusion"]) == found["audit_labels"] >= 20
    assert sum(cell["share"] for cell in found["confusion"]) == pytest.approx(1)
    assert sum(step["items"] for step in found["confidence"]) == found["audit_labels"]
    predicted = driver.get(f"/projects/{project}/predictions", unblinded=True).text.splitlines()
    likely = [json.loads(line) for line in predicted]
    for one in found["classes"]:
        own = [each["probability"] for each in likely if each["class"] == one["name"]]
        assert one["expected_precision"] == pytest.approx(np.mean(own), abs=0.01)
    for cell in found["confusion"]:
        named = {"class": names[cell["truth"]], "predicted": names[cell["predicted"]]}
        listed = driver.get(f"/projects/{project}/items", audit=True, total=True, **named).json()
        assert listed["total"] == cell["items"]
    for table, count in (("classes", 2), ("confusion", len(found["confusion"]))):
        answer = driver.get(f"/projects/{project}/quality", format="csv", table=table)
        rows = [*csv.DictReader(io.StringIO(answer.text))]
        assert len(rows) == count
        assert {row["class"] for row in rows} <= {*CLASSES}


@pytest.mark.slow
def test_classes_that_are_mixed_up_are_judged_together(driver: Driver) -> None:
    """Nobody can tell the halves of a subject apart, so no class is judged by itself."""
    names = [f"{subject} {half}" for subject in WORDS for half in "ab"]
    project = driver.project_with(texts(600, WORDS), names, round_every=120, audits="proof")
    driver.label_at_once(
        project, 120, lambda text: f"{truth(text)} {'ab'[crc32(text.encode()) % 2]}"
    )
    driver.work()
    found = quality(driver, project)
    subject = {one["class_id"]: one["name"][:-2] for one in found["classes"]}
    named = {one["class_id"]: one["name"] for one in found["classes"]}
    assert found["groups"]
    for group in found["groups"]:
        own = [cell for cell in found["confusion"] if cell["truth"] in group["class_ids"]]
        right = sum(cell["items"] for cell in own if cell["truth"] == cell["predicted"])
        recall = group["recall"]
        assert len({subject[each] for each in group["class_ids"]}) == 1, "halves of one"
        assert recall["items"] == sum(cell["items"] for cell in own) >= found["enough"]
        assert recall["value"] == pytest.approx(right / recall["items"])
        assert recall["low"] < recall["value"] < recall["high"]
    weakest = [group["recall"]["value"] for group in found["groups"]]
    assert weakest == sorted(weakest)
    pair = found["pairs"][0]
    assert subject[pair["one"]] == subject[pair["other"]]
    assert pair["audit_items"] == sum(
        cell["items"]
        for cell in found["confusion"]
        if {cell["truth"], cell["predicted"]} == {pair["one"], pair["other"]}
    )
    both = {pair["one"], pair["other"]}
    listed = 0
    for one, other in (both, reversed([*both])):
        query = {"class": named[one], "predicted": named[other], "total": True}
        listed += driver.get(f"/projects/{project}/items", **query).json()["total"]
    assert pair["labels"] + pair["audit_items"] == listed


@pytest.mark.slow
def test_texts_that_are_no_settled_audits_are_not_found_as_such(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)

    def total(**query: Any) -> int:
        found = driver.get(f"/projects/{project}/items", audit=True, total=True, **query)
        return int(found.json()["total"])

    assert total() == total(state="unlabelled") == 0
