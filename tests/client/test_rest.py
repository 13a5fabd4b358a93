"""The rest labelled by the machine, from Python."""

from pathlib import Path

import pytest

import postil
from tests.patience import until

pytestmark = pytest.mark.slow


def truth(text: str) -> str:
    return "fruit" if text.startswith("plum") else "metal"


def test_the_rest_is_certified_and_taken_back(server: postil.Server, tmp_path: Path) -> None:
    project = server.create("Rest", classes=["fruit", "metal"], seed=17)
    project.add([f"{word} number {n}" for n in range(300) for word in ("plum", "iron")])
    project.wait(timeout=120)

    def many(texts: list[postil.Item]) -> list[str]:
        return [truth(text) for text in texts]

    project.label(many, 60, batch=20)
    project.measure(timeout=120)
    assert project.rest.offers()
    assert project.rest.certificate() is None
    assert project.rest.certify(0.1).state == "checking"
    project.wait(timeout=120)

    def issued() -> bool:
        project.label(many, 20, batch=10)
        found = project.rest.certificate()
        assert found is not None
        return found.state == "issued"

    until(issued, pause=1.0)
    found = project.rest.certificate()
    assert found is not None
    assert found.wrong == 0
    people, all_of_them = project.labels(), project.labels(machine=True)
    # People may have labelled some of them since it was issued: theirs are their labels.
    assert 100 < len(all_of_them) - len(people) <= found.labels
    exported = project.export(tmp_path / "all.ndjson", machine=True)
    assert len(exported.read_text().splitlines()) == len(all_of_them)
    given = [row for row in all_of_them if row["label_from"] == "machine"]
    assert sum(row["label"] != truth(row["text"]) for row in given) <= 0.1 * len(given)
    project.rest.revoke()
    assert len(project.labels(machine=True)) == len(people)
    project.delete()
