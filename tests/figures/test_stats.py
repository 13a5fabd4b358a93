"""What figures tell to whom, and what is read for them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import event

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.run_job import JobRun
from service.ports import FloatArray
from service.rounds.tables.rounds import Round
from service.vectors.embed_items import embed_items
from tests.driving import API, Driver, on_sqlite
from tests.parts.counting import CountingEncoder
from tests.texts import texts, truth

pytestmark = on_sqlite


@pytest.mark.slow
def test_annotators_are_told_nothing_of_audits_or_of_what_others_say(driver: Driver) -> None:
    project = driver.project_with(texts(60), ["fruit", "metal"], strategy="random")
    ann = driver.join(project, "Ann")
    driver.label(project, 10, truth)
    driver.work()
    stats = f"/projects/{project}/stats"
    known, theirs = driver.get(stats).json(), ann.get(API + stats).json()
    assert known["audit_labels"] > 0
    assert known["last_round"]["audit_count"] > 0
    assert sum(each["audit_total"] for each in known["classes"]) > 0
    assert sum(each["predicted"] for each in known["classes"]) == known["embedded"]
    same = {"items", "embedded", "labels", "target", "next_round", "encoder"}
    assert {name: theirs[name] for name in same} == {name: known[name] for name in same}
    assert theirs["mine"]["answers"] == 0
    kept = {name: value for name, value in theirs.items() if name not in {*same, "mine"}}
    assert set(kept) == set(known) - {*same, "mine"}
    assert not [name for name, value in kept.items() if value not in (None, [])]


@pytest.mark.slow
def test_the_curve_tells_annotators_nothing(driver: Driver) -> None:
    project = driver.project_with(
        texts(80), ["fruit", "metal"], audits="proof", strategy="random", target=0.9
    )
    ann = driver.join(project, "Ann")
    curve = f"/projects/{project}/curve"
    curves = []
    for _ in range(2):
        driver.label(project, 26, truth)
        driver.work()
        curves.append(ann.get(API + curve).json())
    known = driver.get(curve).json()
    assert known["points"][-1]["audit_labels"] > known["points"][0]["audit_labels"] > 0
    assert known["points"][-1]["estimate"] is not None
    assert known["points"][-1]["estimator"] == "assisted@1"
    assert curves[0] == curves[1]
    assert (curves[0]["points"], curves[0]["random"]["points"]) == ([], [])
    assert curves[0]["labels_saved"] is None
    assert curves[0]["reasons"] == [
        {
            "code": "for_engineers",
            "detail": "Only the project's engineers see figures.",
            "figures": {},
        }
    ]
    assert curves[0]["target"]["value"] == 0.9


class Watched(CountingEncoder):
    """Looks at the progress while it works: a batch of few texts at a time."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self._look = look

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self._look()
        return super().encode(texts)


@pytest.mark.slow
def test_progress_counts_the_items_of_the_total_once(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not test items, and not those again whose vectors are published when the job isn't over."""
    project = driver.project()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        encoder = driver.get(f"/projects/{project}/stats").json()["encoder"]
        seen.append((encoder["done"], encoder["total"]))
        [view] = driver.get(f"/projects/{project}").json()["views"]
        assert view["embedded"] == encoder["done"]

    def looks_after(app: App, run: JobRun) -> None:
        embed_items(app, run)
        look()

    monkeypatch.setattr("service.vectors.encode_stretch.FIRST_SLICE", 300)
    encoder = Watched(look)
    driver.tools = replace(driver.tools, encoder=lambda _reference: encoder)
    driver.handlers["embed"] = looks_after
    driver.imported(project, texts(60))
    driver.imported(project, [{"text": f"test {n}"} for n in range(20)], role="evaluation")
    driver.work()
    look()
    assert seen[-1] == (60, 60)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert all(done <= total for done, total in seen), seen
    assert any(0 < done < total for done, total in seen), "it moves"


@pytest.mark.slow
def test_figures_take_the_last_round_alone(driver: Driver) -> None:
    project = driver.project_with(texts(30), strategy="random")
    for _ in range(4):
        driver.label_at_once(project, 5, lambda _text: "a")
        driver.work()
    read: list[object] = []

    def note(found: object, _context: object) -> None:
        read.append(found)

    event.listen(Round, "load", note)
    assert driver.get(f"/projects/{project}/stats").status_code == 200
    event.remove(Round, "load", note)
    assert 1 <= len(read) <= 2


@pytest.mark.slow
def test_an_annotators_items_are_those_they_answered_too(driver: Driver) -> None:
    project = driver.project_with(texts(3))
    ann = driver.join(project, "Ann", "engineer")
    item = driver.get(f"/projects/{project}/items").json()["results"][0]["id"]
    body = {"item_id": item, "answer": {"class": "a"}}
    assert ann.put(f"{API}/projects/{project}/annotations/{uuid4()}", json=body).is_success
    user = ann.get(f"{API}/me").json()["id"]
    found = driver.get(f"/projects/{project}/items", annotator=user).json()["results"]
    assert [each["id"] for each in found] == [item]


def test_labels_that_somebody_sets_are_theirs(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project_with(texts(3))
    items = [row["id"] for row in driver.get(f"/projects/{project}/items").json()["results"]]

    def people() -> list[tuple[str, int, int]]:
        told = driver.get(f"/projects/{project}/stats").json()["people"]
        return [(one["name"], one["answers"], one["labels_set"]) for one in told]

    batch = str(uuid4())
    path = f"/projects/{project}/items:label"
    driver.post(path, batch=batch, items=items[:2], answer={"class": "a"})
    assert people() == [("admin", 0, 2)]
    [admin] = driver.get(f"/projects/{project}/stats").json()["people"]
    assert datetime.fromisoformat(admin["last_seen"]) == clock.now
    driver.http.delete(f"{API}{path}/{batch}")
    assert people() == []
