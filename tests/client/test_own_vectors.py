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
        (["p-1", "who"], [[1.0] * 5, [2.0] * 5], r"[Ll]ine 2.*who"),
        (["p-1", "p-2"], [[1.0] * 5, [float("nan")] * 5], r"[Ll]ine 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    project: postil.Project, ids: list[str], vectors: list[list[float]], why: str
) -> None:
    with pytest.raises(postil.PostilError, match=why):
        project.vectors.add("wrong", ids, vectors)
