"""A project whose texts may have several classes, or none, from its file to its figures."""

import json
from typing import Any
from uuid import uuid4

import pytest

from service.answers import Feature
from service.core.evaluation.metric import Metric
from tests.driving import API, Driver, on_sqlite
from tests.figures.test_forecast import kept, put_outlook
from tests.texts import WORDS

pytestmark = on_sqlite
CLASSES = ["fruit", "metal", "bird"]
OF_FORECASTS = ("curve_not_rising", "target_too_far", "target_seems_reached", "target_beyond_pool")


def truth(text: str) -> list[str]:
    """The classes of which a text has a word."""
    return [name for name in CLASSES if any(word in text for word in WORDS[name])]


def texts(count: int) -> list[str]:
    """Words of none, one, two or all of the classes."""
    found = []
    for number in range(count):
        named = [name for bit, name in enumerate(CLASSES) if number >> bit & 1]
        words = [WORDS[name][(number // 8 + place) % 6] for place, name in enumerate(named)]
        found.append(" and ".join(["so", *words, f"it is number {number}"]))
    return found


def label(driver: Driver, project: int, count: int) -> None:
    for _ in range(count):
        [offered] = driver.offered(project)["assignments"]
        answer = {"classes": truth(offered["item"]["text"])}
        sent = driver.answer(project, offered, "", answer=answer)
        assert sent.status_code == 201, sent.text


def project_of(driver: Driver, **fields: Any) -> int:
    return driver.project(CLASSES, answer_kind="multi_label", **fields)


@pytest.mark.slow
def test_a_whole_campaign(driver: Driver) -> None:
    project = project_of(driver, target=0.9)
    rows = [{"text": text} for text in texts(160)]
    driver.imported(project, rows)
    tests = [{"text": f"{text}!", "label": truth(text)} for text in texts(120)]
    driver.imported(project, tests, role="evaluation")
    for _ in range(3):
        label(driver, project, 28)
        driver.work()
    found = driver.get(f"/projects/{project}/rounds").json()["results"][-1]
    assert found["head"] == "one_against_rest@1"
    assert found["strategy"].startswith("auto@1:")
    curve = driver.get(f"/projects/{project}/curve").json()
    last = curve["points"][-1]
    assert curve["metric"] == "exact_match"
    assert last["low"] < last["estimate"] < last["high"]
    assert last["evaluation"]["value"] > 0.6, "half as many are right by chance"
    for figure in ("micro_f1", "macro_f1", "jaccard"):
        assert curve["of_sets"][figure]["low"] <= curve["of_sets"][figure]["value"]
        assert curve["of_sets"][figure]["value"] > 0.6
    assert (curve["labels_saved"], curve["guard"], curve["random"]["points"]) == (None, None, [])
    assert curve["forecast"] or curve["forecast_reason"]["code"] in OF_FORECASTS
    assert "not_for_kind" not in {each["code"] for each in curve["reasons"]}
    classes = driver.get(f"/projects/{project}/stats").json()["classes"]
    assert all(each["recall"] > 0.5 and 0 < each["predicted"] < 160 for each in classes)
    for each in classes:
        assert each["precision_low"] < each["precision"] <= each["precision_high"]
        assert each["audit_correct"] <= each["audit_predicted"]
    lines = driver.get(f"/projects/{project}/export", format="csv").text.splitlines()
    assert any('"[]"' in line for line in lines) or any(",[]," in line for line in lines)
    another_metric_redraws_all_of_the_curve(driver, project, curve)


@pytest.mark.slow
def test_sets_are_forecast_where_it_is_likelier_than_not(driver: Driver) -> None:
    """Of one class a chance of 30 % is enough."""
    project = project_of(driver, target=0.83, round_every=10)
    driver.imported(project, [{"text": text} for text in texts(170)])
    label(driver, project, 12)
    driver.work()
    put_outlook(driver, project, kept((0.6, 0.8), (0.7, 0.9)), Metric.EXACT_MATCH)
    found = driver.get(f"/projects/{project}/forecast").json()
    assert found["reason"]["code"] == "target_too_far"
    assert found["reason"]["figures"]["percent"] == 35
    driver.http.patch(f"{API}/projects/{project}", json={"target": 0.79})
    found = driver.get(f"/projects/{project}/forecast").json()
    assert found["forecast"]["within"] == pytest.approx(0.55)


def another_metric_redraws_all_of_the_curve(
    driver: Driver, project: int, before: dict[str, Any]
) -> None:
    path = f"{API}/projects/{project}"
    assert before["stop"]["light"] != "green"
    exact = before["of_sets"]["exact_match"]
    assert exact == {"value": before["points"][-1]["estimate"], **_ends(before["points"][-1])}
    assert "exactly right" in before["stop"]["reasons"][0]["detail"]
    for metric, words in (("jaccard", "Jaccard"), ("micro_f1", "micro"), ("macro_f1", "macro")):
        driver.http.patch(path, json={"metric": metric, "target": 0.4})
        curve = driver.get(f"/projects/{project}/curve").json()
        assert (curve["metric"], curve["target"]) == (metric, {"value": 0.4})
        assert len(curve["points"]) == len(before["points"])
        pairs = [*zip(curve["points"], before["points"], strict=True)]
        assert all(now["provisional"] == then["provisional"] for now, then in pairs)
        known = [(now, then) for now, then in pairs if not now["provisional"]]
        assert known
        assert all(now["estimate"] > then["estimate"] for now, then in known)
        last = curve["points"][-1]
        assert before["of_sets"][metric] == {"value": last["estimate"], **_ends(last)}
        assert last["evaluation"]["value"] > before["points"][-1]["evaluation"]["value"]
        stats = driver.get(f"/projects/{project}/stats").json()
        assert stats["evaluation"] == last["evaluation"]
        assert (stats["stop"]["light"], stats["stop"]["reached_at_labels"]) == ("green", 84)
        assert words in stats["stop"]["reasons"][0]["detail"]
    driver.http.patch(path, json={"metric": "exact_match", "target": 0.9})
    assert driver.get(f"/projects/{project}/curve").json()["stop"] == before["stop"]


def _ends(point: dict[str, Any]) -> dict[str, float]:
    return {"low": point["low"], "high": point["high"]}


@pytest.mark.slow
def test_a_metric_is_one_of_the_kind(driver: Driver) -> None:
    sets, single = project_of(driver), driver.project()
    for project, metric in ((sets, "accuracy"), (single, "jaccard"), (single, "nonsense")):
        refused = driver.http.patch(f"{API}/projects/{project}", json={"metric": metric})
        assert (refused.status_code, refused.json()["field"]) == (422, "metric")
    body = {"name": "Refused", "metric": "micro_f1"}
    assert driver.http.post(f"{API}/projects", json=body).json()["field"] == "metric"
    assert driver.get(f"/projects/{single}").json()["metric"] == "accuracy"
    assert driver.get(f"/projects/{sets}").json()["metric"] == "exact_match"
    named = project_of(driver, metric="macro_f1")
    assert driver.get(f"/projects/{named}").json()["metric"] == "macro_f1"
    copied = driver.http.post(f"{API}/projects/{named}/duplicate", json={"name": "Copied"}).json()
    assert copied["metric"] == "macro_f1"


@pytest.mark.slow
def test_what_there_is_none_of_is_refused(driver: Driver) -> None:
    project = project_of(driver)
    driver.imported(project, [{"text": text} for text in texts(24)])
    path = f"{API}/projects/{project}"
    shown = driver.http.get(path).json()
    assert {*shown["lacks"]} == {*Feature} - {
        Feature.FORECAST,
        Feature.MODEL_FILE,
        Feature.PREDICTIONS,
    }
    assert (shown["suggestions"], shown["suggests"], shown["relabel"]) == (None, False, False)
    class_id = shown["classes"][0]["id"]
    asked = [
        ("GET", "/certify", None),
        ("POST", "/certify", {"error": 0.05}),
        ("GET", "/review/errors", None),
        ("GET", "/items?suspected=true", None),
        ("POST", f"/classes/{class_id}/hunt", {}),
        ("PATCH", "", {"relabel": True}),
    ]
    codes = {}
    for method, where, body in asked:
        answer = driver.http.request(method, path + where, json=body)
        codes[f"{method} {where} {body}"] = (answer.status_code, answer.json().get("code"))
    assert {*codes.values()} == {(409, "not_for_kind")}, codes


@pytest.mark.parametrize(
    ("cell", "label"),
    [("fruit; metal", ["fruit", "metal"]), ("bird", ["bird"]), ("[]", []), (" ; ", None)],
)
@pytest.mark.slow
def test_a_cell_may_hold_several_classes(driver: Driver, cell: str, label: Any) -> None:
    project = project_of(driver.without("rank", "measure"))
    table = f'text,label\nso it is,"{cell}"\n'
    driver.upload(project, table, "text/csv", labels="import", separator=";")
    driver.work()
    lines = driver.get(f"/projects/{project}/export", format="jsonl").text.splitlines()
    assert len(lines) == (label is not None)
    found = driver.get(f"/projects/{project}/items").json()["results"][0]["label"]
    assert found == (None if label is None else ", ".join(sorted(label)) or "none")


def test_a_retired_class_may_stay_beside_what_is_changed(driver: Driver) -> None:
    project = project_of(driver.without("rank", "measure"))
    rows = [{"text": "a", "label": ["fruit", "metal"]}, {"text": "b", "label": ["bird"]}]
    driver.imported(project, rows, labels="import")
    base = f"/projects/{project}"
    ids = {each["name"]: each["id"] for each in driver.get(base).json()["classes"]}
    assert driver.post(f"{base}/classes/{ids['metal']}/retire").is_success
    items = {each["text"]: each["id"] for each in driver.get(f"{base}/items").json()["results"]}
    codes = {}
    for text, answer in (("a", ["bird", "metal"]), ("b", ["bird", "metal"])):
        sent = {"batch": str(uuid4()), "items": [items[text]], "answer": {"classes": answer}}
        codes[text] = driver.post(f"{base}/items:label", **sent).status_code
    assert codes == {"a": 200, "b": 422}
    lines = driver.get(f"{base}/export", format="jsonl").text.splitlines()
    found = {line["text"]: line["label"] for line in map(json.loads, lines)}
    assert found == {"a": ["bird", "metal"], "b": ["bird"]}


PEERS = {
    "Label Studio": [
        {"text": "a", "label": {"choices": ["fruit", "metal"]}},
        {"text": "b", "label": '{"choices": ["bird"]}'},
        {"text": "refused", "label": '["\\ud800"]'},
    ],
    "Argilla": [
        {"text": "a", "label": [{"value": ["metal", "fruit"]}, {"value": ["fruit", "metal"]}]},
        {"text": "b", "label": [["bird"], ["bird"]]},
        {"text": "refused", "label": [["bird"], ["fruit"]]},
        {"text": "a draft", "label": [{"value": ["bird"], "status": "draft"}]},
        {
            "text": "c",
            "label": [
                {"value": None, "status": "discarded"},
                {"value": ["bird"], "status": "submitted"},
            ],
        },
    ],
    "doccano": [{"text": "a", "label": ["fruit", "metal"]}, {"text": "b", "label": ["bird"]}],
}


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.slow
def test_files_of_other_tools_are_read(driver: Driver, peer: str) -> None:
    project = project_of(driver.without("rank", "measure"))
    driver.imported(project, PEERS[peer], labels="import", create_classes=True)
    lines = driver.get(f"/projects/{project}/export", format="jsonl").text.splitlines()
    found = {line["text"]: line["label"] for line in map(json.loads, lines)}
    c = {"c": ["bird"]} if peer == "Argilla" else {}
    assert found == {"a": ["fruit", "metal"], "b": ["bird"], **c}


def test_of_prodigy_what_was_accepted_counts(driver: Driver) -> None:
    project = project_of(driver.without("rank", "measure"))
    given = {"accept": ["fruit", "metal"], "reject": ["fruit"], "ignore": []}
    rows = [{"text": a, "accept": accept, "answer": a} for a, accept in given.items()]
    driver.imported(project, rows, labels="import", label="accept")
    lines = driver.get(f"/projects/{project}/export", format="jsonl").text.splitlines()
    found = {line["text"]: line["label"] for line in map(json.loads, lines)}
    assert found == {"accept": ["fruit", "metal"]}


@pytest.mark.slow
def test_likely_classes_are_suggested_and_withheld_of_audits(driver: Driver) -> None:
    project = project_of(driver, suggestions=True, audits="fewest")
    driver.imported(project, [{"text": text} for text in texts(200)])
    for _ in range(3):
        label(driver, project, 30)
        driver.work()
    shown: list[list[str]] = []
    right = named = 0
    for _ in range(30):
        [offered] = driver.offered(project)["assignments"]
        of_item = [each["class"] for each in offered.get("suggestions") or []]
        of_text = truth(offered["item"]["text"])
        shown, named = [*shown, of_item], named + len(of_item)
        right += len({*of_item} & {*of_text})
        driver.answer(project, offered, "", answer={"classes": of_text})
        driver.work()
    assert right > 0.8 * named > 0
    assert max(map(len, shown)) > 1, "several, where several are likely"
    given = driver.assignments(project)[-30:]
    assert {each.source for each in given if each.suggestions_shown} == {"strategy"}
    assert {each.suggestions_shown for each in given if each.source == "audit"} <= {None}
    assert False in {each.suggestions_shown for each in given}, "random others are withheld too"
