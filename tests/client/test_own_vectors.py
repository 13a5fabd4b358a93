"""Vectors of somebody's own model, sent by the client."""

import numpy as np
import pytest

import postil

pytestmark = pytest.mark.slow
N = 40


@pytest.fixture(scope="module")
def project(server: postil.Server) -> postil.Project:
    made = server.create("Photos", classes=["round", "square"])
    made.add([{"text": f"photo {n}", "id": f"p-{n}"} for n in range(N)], id="id")
    made.wait(timeout=120)
    return made


def test_an_array_becomes_a_view(project: postil.Project) -> None:
    vectors = np.random.default_rng(0).normal(size=(N, 5)).astype(np.float32)
    project.vectors.add("photos", [f"p-{n}" for n in range(N)], vectors)
    [shown] = project.vectors.views()
    assert (shown["name"], shown["items"], shown["dimensions"]) == ("photos", N, 5)
    assert "own:photos" in [view["encoder"] for view in project.settings()["views"]]
    project.vectors.delete("photos")
    assert project.vectors.views() == []


@pytest.mark.parametrize(
    ("ids", "vectors", "why"),
    [
        (["p-1"], [[1.0, 2.0], [2.0, 1.0]], "1 ids came with 2 vectors"),
        (["p-1", "p-2"], [1.0, 2.0], "Vector 1 is no list of numbers"),
        (["p-1", "who"], [[1.0] * 5, [2.0] * 5], r"[Ll]ine 2.*who"),
        (["p-1", "p-2"], [[1.0] * 5, [float("nan")] * 5], "Vector 2 has a number that isn't"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    project: postil.Project, ids: list[str], vectors: list[list[float]], why: str
) -> None:
    with pytest.raises(postil.PostilError, match=why):
        project.vectors.add("wrong", ids, vectors)


def test_a_model_that_reads_them_is_asked_with_them(
    server: postil.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"photo {n}" for n in range(80)]
    truth = dict(zip(names, ["round", "square"] * N, strict=True))
    vectors = np.random.default_rng(0).normal(scale=0.1, size=(len(names), 5))
    vectors[:, 0] += [1 if truth[name] == "round" else -1 for name in names]
    made = server.create("Shapes", classes=["round", "square"], seed=4)
    made.add([{"text": name, "id": name} for name in names])
    made.vectors.add("shapes", names, vectors.astype(np.float32))
    made.label(truth.get, 40)
    made.measure(timeout=120)
    model, texts, seen = made.model, ["one", "another", "a third"], vectors[[0, 1, 2]]
    with pytest.raises(postil.Refused, match="send a vector of each text"):
        model.predict(texts)
    with pytest.raises(postil.PostilError, match="3 texts came with 2 vectors in 'own:shapes'"):
        model.predict(texts, vectors={"shapes": seen[:2]})
    monkeypatch.setattr("postil.predicting.MOST_CHARS", 40)  # two at most fit a call
    named = ["round", "square", "round"]
    assert model.predict(texts, vectors={"shapes": seen}).tolist() == named
    assert model.score(texts, named, vectors={"own:shapes": seen.tolist()}) == 1.0
    assert model.explain(texts[1], vectors={"shapes": seen[1:2]})[0]["class"] == "square"
    assert not model.drift(names, vectors={"shapes": vectors})["changed"]
