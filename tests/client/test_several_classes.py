"""A project of several classes a text, by the client."""

from pathlib import Path

import pytest

import postil

pytestmark = pytest.mark.slow
TEXTS = [f"{kind} number {n}" for n in range(25) for kind in ("plum", "iron", "iron plum")]


def truth(text: str) -> list[str]:
    return [name for word, name in (("plum", "fruit"), ("iron", "metal")) if word in text]


def _set(text: str) -> tuple[str, ...]:
    return (*truth(text),)


def test_sets_go_in_and_come_out(server: postil.Server, tmp_path: Path) -> None:
    kind = "multi_label"
    made = server.create("Sets", classes=["fruit", "metal"], answer_kind=kind, seed=17)
    made.add(TEXTS)
    with pytest.raises(postil.Refused, match=r"measured yet\. The first figures come with"):
        made.model.sets(TEXTS[:1])
    with pytest.raises(postil.PostilError, match=r"several classes here: `model\.sets\(texts\)`"):
        made.model.predict(TEXTS[:1])
    with pytest.raises(postil.PostilError, match=r"^None is no answer: give a class's name"):
        made.set_label(None, [1])  # type: ignore[arg-type]
    listed = r'^An answer is a list of classes here: .+, such as \["NAME", "NAME"\]\.$'
    with pytest.raises(postil.Refused, match=listed):
        made.set_label("fruit", made.items(limit=1))
    for size in (1, 2):  # the last answer brings what is next, those before it go together
        with pytest.raises(postil.Refused, match="list of classes here"):
            made.label(lambda texts: ["fruit" for _ in texts], size, batch=size, pace=0)
    assert made.label(truth, 40, pace=20) == 40
    made.measure(timeout=120)
    assert [{*each} for each in made.model.sets(["some iron plum"])] == [{"fruit", "metal"}]
    assert {(*row["label"],) for row in made.items(state="settled")} <= {*map(_set, TEXTS)}
    with pytest.raises(postil.PostilError, match="no texts to score"):
        made.model.score([], [])
    predictions = made.predictions()
    assert "class" not in predictions.columns
    assert predictions.to_dataset().features["classes"].feature.names == ["fruit", "metal"]
    with pytest.raises(postil.Refused, match="don't have a fast model"):
        made.model.save(tmp_path / "fast.zip", rung="fast")
