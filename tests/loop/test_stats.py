"""What figures tell to whom, and what is read for them."""

from uuid import uuid4

from sqlalchemy import event

from service.models import Round
from tests.driving import API, Driver, on_sqlite, texts, truth

pytestmark = on_sqlite


def test_annotators_are_not_told_what_is_audited(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"], audit_share=0.5, strategy="random")
    driver.imported(project, texts(60))
    ann = driver.join(project, "Ann")
    driver.label(project, 10, truth)
    driver.work()
    stats = f"/projects/{project}/stats"
    known, told = driver.get(stats).json(), ann.get(API + stats).json()
    assert known["audit_labels"] > 0
    assert known["last_round"]["audit_count"] > 0
    assert sum(each["audit_total"] for each in known["classes"]) > 0
    assert (told["audit_labels"], told["last_round"]["audit_count"]) == (0, 0)
    assert told["last_round"]["metrics"] is None
    assert sum(each["audit_total"] for each in told["classes"]) == 0
    assert told["last_round"]["number"] == known["last_round"]["number"]


def test_the_curve_tells_annotators_nothing_that_audit_items_say(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"], audit_share=0.5, strategy="random")
    driver.imported(project, texts(80))
    ann = driver.join(project, "Ann")
    curve = f"/projects/{project}/curve"
    told = []
    for _ in range(2):
        driver.label(project, 21, truth)
        driver.work()
        told.append(ann.get(API + curve).json())
    known = driver.get(curve).json()
    assert known["points"][-1]["audit_labels"] > known["points"][0]["audit_labels"] > 0
    assert known["points"][-1]["estimate"] is not None
    audited = ("audit_labels", "estimate", "low", "high", "macro_f1", "provisional")
    points = [point for each in told for point in each["points"]]
    assert {tuple(point[name] for name in audited) for point in points} == {
        (0, None, 0.0, 1.0, None, True)
    }
    assert [each["random"]["points"] for each in told] == [[], []]
    assert told[0]["reasons"] == told[1]["reasons"], "they don't count audit items"
    others = ("round", "labels", "annotator_seconds", "cost", "evaluation", "strategy")
    seen, real = told[-1]["points"][-1], known["points"][-1]
    assert [seen[name] for name in others] == [real[name] for name in others]


def test_figures_take_the_last_round_alone(driver: Driver) -> None:
    project = driver.project(strategy="random")
    driver.imported(project, texts(30))
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


def test_an_annotators_items_are_those_they_answered_too(driver: Driver) -> None:
    project = driver.project()
    driver.imported(project, texts(3))
    ann = driver.join(project, "Ann")
    item = driver.get(f"/projects/{project}/items").json()["items"][0]["id"]
    body = {"item_id": item, "answer": {"class": "a"}}
    assert ann.put(f"{API}/projects/{project}/annotations/{uuid4()}", json=body).is_success
    user = ann.get(f"{API}/me").json()["id"]
    found = driver.get(f"/projects/{project}/items", annotator=user).json()["items"]
    assert [each["id"] for each in found] == [item]
