"""Requests, results, history and copies have each setting: they read the table of them."""

from typing import Any

import pytest

from service.pool.tables.project_settings import FIELDS, SETTINGS, ProjectSettings
from service.projects.settings import CHANGED, COPIED
from tests.driving import API, Driver

VALUES: dict[str, Any] = {
    "guidelines": "In doubt, ask.",
    "strategy": "margin",
    "columns": ["day"],
    "currency": "USD",
    "metric": "jaccard",
}
"""Other ones than the defaults, of settings whose bounds don't say one."""
PROPERTIES = ProjectSettings.model_json_schema()["properties"]


def another(name: str) -> Any:
    """A value that isn't the default."""
    described = PROPERTIES[name].get("anyOf", [PROPERTIES[name]])[0]
    words = [each for each in described.get("enum", ()) if each != FIELDS[name].default]
    if name in VALUES or words:
        return VALUES.get(name) or words[0]
    if "$ref" in described:
        return next(each for each in FIELDS[name].annotation or () if each != FIELDS[name].default)
    if described["type"] == "boolean":
        return not FIELDS[name].default
    least = described.get("minimum", described.get("exclusiveMinimum"))
    most = described.get("maximum", described.get("exclusiveMaximum"))
    middle = (least + most) / 2
    return int(middle) if described["type"] == "integer" else middle


def test_requests_and_results_have_each_within_its_bounds(shared: Driver) -> None:
    schemas = shared.api.openapi()["components"]["schemas"]
    new, change, details = (schemas[n] for n in ("NewProject", "ProjectChange", "ProjectDetails"))
    for name, setting in SETTINGS.items():
        assert name in new["properties"]
        assert (name in change["properties"]) is not setting.is_fixed
        assert name in details["required"]
        for shape in (new, change, details):
            if name in shape["properties"]:
                described = shape["properties"][name]["description"]
                assert described.startswith(FIELDS[name].description)
        taken = new["properties"][name]["anyOf"][0]
        bounds = PROPERTIES[name].get("anyOf", [PROPERTIES[name]])[0]
        for bound in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "maxLength"):
            assert taken.get(bound) == bounds.get(bound), (name, bound)


@pytest.mark.parametrize("name", CHANGED)
@pytest.mark.slow
def test_a_change_is_shown_told_and_copied(shared: Driver, name: str) -> None:
    kind = "multi_label" if name == "metric" else "single_label"
    project = shared.project(answer_kind=kind)
    value = another(name)
    path = f"{API}/projects/{project}"
    changed = shared.http.patch(path, json={name: value})
    assert changed.status_code == 200, changed.text
    assert changed.json()[name] == value != FIELDS[name].get_default(call_default_factory=True)
    history = shared.get(f"/projects/{project}/settings-history").json()["results"]
    assert ((name, value) in [(e["name"], e["value"]) for e in history]) is SETTINGS[
        name
    ].is_followed
    copy = shared.post(f"/projects/{project}/duplicate", name="Another").json()
    assert (copy[name] == value) is (name in COPIED)


def test_what_is_said_once_is_refused_later(shared: Driver) -> None:
    project = shared.project()
    for name in SETTINGS.keys() - {*CHANGED}:
        answer = shared.http.patch(f"{API}/projects/{project}", json={name: None})
        assert (answer.status_code, answer.json()["field"]) == (422, name)


def test_what_is_for_engineers_is_null_to_others(shared: Driver) -> None:
    project = shared.project()
    engineer = shared.get(f"/projects/{project}").json()
    annotator = shared.join(project, "Ann").get(f"{API}/projects/{project}").json()
    for name, setting in SETTINGS.items():
        assert annotator[name] == (None if setting.is_for_engineers else engineer[name])
