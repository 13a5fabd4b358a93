"""What a measurement left in a round's row, as it is read again."""

import hashlib
from typing import Any

import pytest

from service.rounds.tables.measured import of_older
from tests.driving import Driver
from tests.texts import texts


def test_a_saving_of_an_earlier_version_has_no_range() -> None:
    saving = {"at_labels": 60, "lower": -10, "estimate": 20, "extrapolated": False}
    capped = {"code": "saved_at_most", "figures": {"labels": 500}}
    row = of_older({"labels_saved": {"found": saving, "reason": capped}})
    assert row["labels_saved"]["reason"] is None, "no reason of today's"
    assert row["labels_saved"]["labels"] == saving | dict.fromkeys(
        ("upper", "low", "high", "likely_low", "likely_high", "audits_to_tell")
    )


def test_a_reason_that_is_none_any_more_is_no_outlook() -> None:
    def ahead(code: str | None) -> dict[str, Any]:
        why = code and {"code": code, "detail": "So it was.", "figures": {}}
        return {"labels": [], "quantiles": [], "reason": why}

    outlooks = {
        "accuracy": ahead("encoder_knows_labels"),
        "macro_f1": ahead("curve_not_rising"),
        "micro_f1": ahead(None),
    }
    assert {*of_older({"outlooks": outlooks})["outlooks"]} == {"macro_f1", "micro_f1"}


def by_chance(text: str) -> str:
    """A class that no head can learn, so that each deal of audits gets others right."""
    return "ab"[hashlib.sha256(text.encode()).digest()[0] % 2]


@pytest.mark.slow
def test_rounds_of_the_same_labels_have_the_same_figure(driver: Driver) -> None:
    project = driver.project_with(texts(120), strategy="random")
    driver.serve_audits(project, 30)
    driver.label_at_once(project, 30, by_chance)
    for _ in range(3):
        driver.post(f"/projects/{project}/rounds")
        driver.work()
    points = driver.get(f"/projects/{project}/curve").json()["points"]
    labels = points[-1]["labels"]
    figures = [(p["estimate"], p["low"], p["high"]) for p in points if p["labels"] == labels]
    assert len(figures) >= 2
    assert len({*figures}) == 1
