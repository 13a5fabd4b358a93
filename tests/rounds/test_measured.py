"""What a measurement left in a round's row, as it is read again."""

from service.rounds.tables.measured import of_older


def test_a_saving_of_an_earlier_version_has_no_range() -> None:
    saving = {"at_labels": 60, "lower": -10, "estimate": 20, "extrapolated": False}
    capped = {"code": "saved_at_most", "figures": {"labels": 500}}
    row = of_older({"labels_saved": {"found": saving, "reason": capped}})
    assert row["labels_saved"]["reason"] is None, "no reason of today's"
    assert row["labels_saved"]["found"] == saving | dict.fromkeys(
        ("upper", "low", "high", "likely_low", "likely_high")
    )
