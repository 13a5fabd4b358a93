"""The OpenAPI document says what the service does."""

from typing import Any

import pytest
from pydantic import BaseModel

from service.labelling import shapes as labelling
from service.people import shapes as people
from service.projects.shapes import projects
from service.web.description import EXAMPLES, ROWS
from service.web.errors import Problem
from tests.driving import Driver, description, on_sqlite

MODELS: dict[str, type[BaseModel]] = {
    name: found
    for module in (labelling, people, projects)
    for name in EXAMPLES
    if (found := getattr(module, name, None)) is not None
} | {"Problem": Problem}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    assert description() is description(), "it is put together once"
    return description()


def operations(described: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }


def test_errors_are_problems(described: dict[str, Any]) -> None:
    for name, operation in operations(described).items():
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                assert list(answer["content"]) == ["application/problem+json"], name
        if "/api/" in name:
            assert {"4XX", "503"} <= {*operation["responses"]}, name
            assert ("507" in operation["responses"]) == (not name.startswith("GET")), name
    assert "HTTPValidationError" not in str(described)


def test_it_says_how_to_sign_in(described: dict[str, Any]) -> None:
    schemes = described["components"]["securitySchemes"]
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", "postil_session")
    assert described["security"] == [{"token": []}, {"session": []}]


@on_sqlite
def test_what_needs_no_sign_in_is_what_says_so(described: dict[str, Any], driver: Driver) -> None:
    http = driver.browser()
    for name, operation in operations(described).items():
        method, path = name.split(" ")
        if "{" not in path and method == "GET":
            is_open = operation.get("security") == []
            assert (http.get(path).status_code != 401) == is_open, name


def shapes_in(described: dict[str, Any], node: Any) -> set[str]:
    """Names of the shapes that a part of the description rests on."""
    named, nodes = set[str](), [node]
    while nodes:
        match nodes.pop():
            case {"$ref": str(place)} if (name := place.rpartition("/")[2]) not in named:
                named.add(name)
                nodes.append(described["components"]["schemas"][name])
            case dict(parts):
                nodes += parts.values()
            case list(parts):
                nodes += parts
    return named


def test_a_result_has_all_its_fields(described: dict[str, Any]) -> None:
    """Whoever reads one needn't ask whether a field is there."""
    results = [
        answer
        for operation in operations(described).values()
        for status, answer in operation["responses"].items()
        if status[0] == "2"
    ]
    named = shapes_in(described, results)
    assert len(named) > 80
    schemas = {name: described["components"]["schemas"][name] for name in named}
    lacking = {
        name: missing
        for name, schema in schemas.items()
        if (missing := {*schema.get("properties", ())} - {*schema.get("required", ())})
    }
    assert lacking == {}, "A default of a result's field makes it optional: leave it out"


def test_shapes_have_short_names(described: dict[str, Any]) -> None:
    """Two of one name are told apart by the modules that they are in."""
    assert [name for name in described["components"]["schemas"] if "__" in name] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_taken(described: dict[str, Any], name: str) -> None:
    assert described["components"]["schemas"][name]["examples"] == [EXAMPLES[name]]
    MODELS[name].model_validate(EXAMPLES[name])


@on_sqlite
def test_the_rows_of_the_example_are_imported(driver: Driver) -> None:
    project = driver.project()
    sent = driver.upload(project, ROWS)
    driver.work()
    found = driver.get(f"/projects/{project}/imports/{sent.json()['import_id']}").json()
    assert (found["state"], found["inserted"]) == ("ready", 1)


def test_it_says_audit_item(described: dict[str, Any]) -> None:
    """'Audit text' is the word of those who label: docs/architecture.md#words."""
    assert "audit text" not in str(described).lower()
