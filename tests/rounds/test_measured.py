"""What a measurement left in a round's row, as it is read again."""

from service.rounds.tables.measured import of_older


def test_a_saving_of_an_earlier_version_has_no_upper_bound() -> None:
    saving = {"at_labels": 60, "lower": -10, "estimate": 20, "extrapolated": False}
    row = of_older({"labels_saved": {"found": saving, "reason": None}})
    assert row["labels_saved"]["found"] == saving | {"upper": None}
