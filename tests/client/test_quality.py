"""The quality of a model as tables."""

from postil.figures import Quality


def test_groups_and_pairs_have_names_of_classes() -> None:
    share = {"value": 0.5, "low": 0.3, "high": 0.7, "items": 12}
    classes = [
        {"class_id": number, "name": name, "labels": 9, "recall": share, "precision": share}
        | {"f1": None, "more_labels": 40, "expected_precision": 0.4}
        for number, name in ((4, "fruit"), (7, "metal"))
    ]
    groups = [{"class_ids": [4, 7], "recall": share}]
    pairs = [{"one": 4, "other": 7, "audit_items": 1, "labels": 3}]
    quality = Quality({"classes": classes, "groups": groups, "pairs": pairs})
    assert quality.groups[0]["classes"] == ["fruit", "metal"]
    assert quality.groups[0]["recall"] == 0.5
    assert [*quality.pairs] == [{"one": "fruit", "other": "metal", "audit_items": 1, "labels": 3}]
    assert quality.classes[0]["expected_precision"] == 0.4
