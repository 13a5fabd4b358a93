"""Whether texts of today look, to the released model, like those of its pool."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from service.in_use.find_drift import nearest
from tests.answers.test_sets_of_classes import label, project_of
from tests.answers.test_sets_of_classes import texts as texts_of_sets
from tests.asking import answers_questions
from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal", "bird"]
LATER = [row["text"].replace("number", "no") for row in texts(300, CLASSES)]
STRANGE = [f"Quarterly dividends of {n} rose, shareholders heard on a {n % 7}th" for n in range(40)]


@pytest.fixture(scope="module")
def asked(shared: Driver) -> Driver:
    return answers_questions(shared)


@pytest.fixture(scope="module")
def project(asked: Driver) -> int:
    made = asked.project_with(texts(240, CLASSES), CLASSES, strategy="margin")
    asked.label_at_once(made, 40, truth)
    asked.work()
    return made


def drift(
    driver: Driver, project: int, sent: list[str], checks: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    answer = driver.post(f"/projects/{project}/drift", texts=sent, checks=[*checks])
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def test_texts_like_those_of_the_pool_have_not_changed(asked: Driver, project: int) -> None:
    report = drift(asked, project, LATER[:90])
    assert (report["changed"], report["texts"], report["compared_with"]) == (False, 90, 240)
    assert {each["class"] for each in report["classes"]} == {*CLASSES}
    for each in report["classes"]:
        assert each["pool"] == pytest.approx(1 / 3, abs=0.1)
        assert not each["changed"]


def test_more_of_a_class_is_said(asked: Driver, project: int) -> None:
    birds = [text for text in LATER if truth(text) == "bird"][:60]
    report = drift(asked, project, birds)
    assert report["changed"]
    first = report["classes"][0]
    by_name = {each["class"]: each for each in report["classes"]}
    assert by_name["bird"]["now"] > 0.9
    assert first["changed"]
    assert first["p_value"] < 1e-4


def test_texts_of_another_kind_are_pointed_at(asked: Driver, project: int) -> None:
    report = drift(asked, project, [*LATER[:60], *STRANGE])
    assert report["changed"]
    assert report["similarity"]["changed"]
    assert report["similarity"]["now"] < report["similarity"]["pool"]
    assert len(report["unlike"]) == 10
    assert all(each["place"] >= 60 for each in report["unlike"])
    again = drift(asked, project, [*LATER[:60], *STRANGE])
    assert again | {"comparison": 0} == report | {"comparison": 0}, "the same texts of the pool"


def checks(sent: list[str], label: Callable[[str], str], number: int) -> list[dict[str, Any]]:
    return [{"place": n, "classes": [label(sent[n])]} for n in range(number)]


def test_fresh_checks_tell_how_right_it_is_today(asked: Driver, project: int) -> None:
    sent = LATER[:90]
    assert drift(asked, project, sent)["checked"] is None
    found = drift(asked, project, sent, checks(sent, truth, 40))["checked"]
    assert (found["checks"], found["right"], found["share"]) == (40, 40, 1.0)
    assert found["low"] < 1.0 == found["high"]
    assert found["pool"] is None, "12 audit items give no figure"
    assert not found["worse"]
    wrong = {"fruit": "metal", "metal": "bird", "bird": "fruit"}
    none = drift(asked, project, sent, checks(sent, lambda text: wrong[truth(text)], 40))
    assert (none["checked"]["right"], none["checked"]["low"]) == (0, 0.0)


def test_a_model_that_has_become_worse_is_told(asked: Driver) -> None:
    made = asked.project_with(texts(240, CLASSES), CLASSES, strategy="margin")
    asked.label_at_once(made, 80, truth)
    asked.work()
    same = drift(asked, made, LATER[:60], checks(LATER, truth, 30))["checked"]
    assert (same["worse"], same["lost"] <= 0) == (False, True)
    assert same["lost_low"] < same["lost"] <= same["lost_high"]
    fallen = drift(asked, made, LATER[:60], checks(LATER, lambda _: "bird", 30))["checked"]
    assert fallen["pool"] == same["pool"] > 0.9
    assert fallen["worse"]
    assert fallen["lost"] == pytest.approx(fallen["pool"] - fallen["share"])


def test_what_was_found_is_kept_without_the_texts(asked: Driver, project: int) -> None:
    path = f"/projects/{project}/drift"
    before = asked.get(path).json()["results"]
    sent = [*LATER[1:61], *STRANGE]
    report = drift(asked, project, sent)
    checked = asked.post(
        path, texts=sent, checks=checks(sent, truth, 40), comparison=report["comparison"]
    ).json()
    later = drift(asked, project, LATER[:50])
    *same, with_checks, last = asked.get(path).json()["results"]
    assert same == before
    assert with_checks["id"] == report["comparison"] == checked["comparison"]
    assert (with_checks["checked"], with_checks["texts"]) == (checked["checked"], 100)
    assert with_checks["changed"]
    assert with_checks["classes_changed"] == sum(each["changed"] for each in report["classes"])
    assert with_checks["similarity"] == report["similarity"]
    assert with_checks["compared_by"] == "admin"
    assert (last["id"], last["changed"], last["checked"]) == (later["comparison"], False, None)


def test_what_is_asked_for_again_is_kept_once(asked: Driver, project: int) -> None:
    """A program asks again where the answer got lost."""
    sent = [*LATER[2:72], *STRANGE]
    before = kept(asked, project)
    first = drift(asked, project, sent, checks(sent, truth, 30))
    assert drift(asked, project, sent, checks(sent, truth, 30)) == first
    assert kept(asked, project) == [*before, first["comparison"]]
    fewer = drift(asked, project, sent, checks(sent, truth, 29))["comparison"]
    asked.wait(601)
    later = drift(asked, project, sent, checks(sent, truth, 30))["comparison"]
    assert kept(asked, project) == [*before, first["comparison"], fewer, later]


def kept(driver: Driver, project: int) -> list[int]:
    return [each["id"] for each in driver.get(f"/projects/{project}/drift").json()["results"]]


def test_equal_texts_count_once(asked: Driver, project: int) -> None:
    """As they do in the project: else one text that comes often is seen as a change."""
    bird = next(text for text in LATER if truth(text) == "bird")
    once = drift(asked, project, LATER[:90], checks(LATER, truth, 40))
    many = [bird] * 80 + LATER[:90]
    of_all = [{"place": n, "classes": ["bird"]} for n in range(80)]
    often = drift(asked, project, many, of_all)
    assert (often["changed"], often["texts"]) == (False, 90)
    assert often["classes"] == once["classes"]
    assert (often["checked"]["checks"], often["checked"]["right"]) == (1, 1)
    strange = drift(asked, project, [*LATER[:60], *[STRANGE[0]] * 40, *STRANGE[1:5]])
    assert {each["place"] for each in strange["unlike"]} == {60, 100, 101, 102, 103}
    answer = asked.post(f"/projects/{project}/drift", texts=[*LATER[:29], *[LATER[3]] * 40])
    assert (answer.status_code, answer.json()["field"]) == (422, "texts")
    assert answer.json()["detail"].startswith("Only 29 of the 69 texts differ.")


def test_a_check_may_call_a_class_as_before(asked: Driver, project: int) -> None:
    classes = asked.get(f"/projects/{project}/classes").json()["results"]
    path = f"{API}/projects/{project}/classes/{classes[2]['id']}"
    asked.http.patch(path, json={"name": "fowl"}).raise_for_status()
    found = drift(asked, project, LATER[:90], checks(LATER, truth, 40))["checked"]
    asked.http.patch(path, json={"name": "bird"}).raise_for_status()
    assert (classes[2]["name"], found["right"]) == ("bird", 40)


def test_a_comparison_belongs_to_its_project(asked: Driver, project: int) -> None:
    other = asked.project()
    kept = drift(asked, project, LATER[:30])["comparison"]
    assert asked.get(f"/projects/{other}/drift").json()["results"] == []
    for comparison in (kept + 1_000, 2**40):
        answer = asked.post(f"/projects/{project}/drift", texts=LATER[:30], comparison=comparison)
        assert (answer.status_code, answer.json()["field"]) == (422, "comparison")


def test_an_archived_project_keeps_none(asked: Driver) -> None:
    made = asked.project_with(texts(60, CLASSES), CLASSES, strategy="margin")
    asked.label_at_once(made, 20, truth)
    asked.work()
    asked.http.patch(f"{API}/projects/{made}", json={"state": "archived"}).raise_for_status()
    assert drift(asked, made, LATER[:30])["comparison"] is None
    assert asked.get(f"/projects/{made}/drift").json()["results"] == []


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        ([{"place": 30, "classes": ["bird"]}], "no place 30"),
        ([{"place": 3, "classes": ["bird"]}] * 2, "twice"),
        ([{"place": 3, "classes": ["stone"]}], "no class 'stone'"),
    ],
)
def test_checks_are_of_texts_and_classes_that_there_are(
    asked: Driver, project: int, sent: list[dict[str, Any]], detail: str
) -> None:
    answer = asked.post(f"/projects/{project}/drift", texts=LATER[:30], checks=sent)
    assert (answer.status_code, answer.json()["field"]) == (422, "checks")
    assert detail in answer.json()["detail"]


def test_where_a_text_may_have_several_classes(asked: Driver) -> None:
    made = project_of(asked, name="Drift of sets")
    asked.imported(made, [{"text": text} for text in texts_of_sets(160)])
    label(asked, made, 70)
    asked.work()
    report = drift(asked, made, texts_of_sets(220)[160:])
    assert report["confidence"] is None
    assert not report["changed"]
    assert drift(asked, made, STRANGE)["changed"]
    of_no_class = [{"place": place, "classes": []} for place in range(40)]
    assert drift(asked, made, STRANGE, of_no_class)["checked"]["checks"] == 40


def test_a_row_is_not_its_own_nearest() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(700, 5)).astype(np.float32)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    cosines = X @ X.T
    np.testing.assert_allclose(nearest(X, X), 1.0, atol=1e-5)
    np.fill_diagonal(cosines, -1)
    rows = np.arange(100, 699)
    np.testing.assert_allclose(nearest(X, X[rows], rows), cosines[rows].max(axis=1), atol=1e-5)


def test_what_is_refused(asked: Driver, project: int) -> None:
    path = f"/projects/{project}/drift"
    for field, sent in (("texts", ["x"] * 29), ("texts", ["x"] * 1_001), ("texts.3", [""] * 30)):
        answer = asked.post(path, texts=["x", "x", "x", *sent] if field == "texts.3" else sent)
        assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_without_a_model_or_a_worker_there_is_a_reason(driver: Driver) -> None:
    made = driver.project_with(texts(60, CLASSES), CLASSES, strategy="margin")

    def refusal() -> tuple[int, str]:
        answer = driver.post(f"/projects/{made}/drift", texts=LATER[:30])
        return answer.status_code, answer.json()["reason"]["code"]

    assert refusal() == (409, "not_measured")
    driver.label(made, 20, truth)
    driver.work()
    assert refusal() == (503, "no_worker")
