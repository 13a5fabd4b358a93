"""What is wrong with a request is said in a sentence, whoever finds it."""

from typing import Any

import pytest

from tests.driving import API, Driver

OF_A_PROJECT: dict[str, tuple[Any, str]] = {
    "missing": ({}, "`name` is missing."),
    "type": ({"name": 7}, "`name` is 7; it should be a text."),
    "null": ({"name": None}, "`name` is null; it should be a text."),
    "empty": ({"name": ""}, "`name` is empty."),
    "long": ({"name": "n" * 300}, "`name` has 300 characters; it should have at most 200."),
    "unknown": ({"overlapp": 2}, "There is no field `overlapp`. Do you mean `overlap`?"),
    "currency": (
        {"currency": "eur"},
        "`currency` is 'eur'; it should be an ISO 4217 code of three capital letters, such as USD.",
    ),
    "small": ({"batch_size": 0}, "`batch_size` is 0; it should be 1 or more."),
    "large": ({"target": 7}, "`target` is 7; it should be less than 1."),
    "word": ({"batch_size": "ten"}, "`batch_size` is 'ten'; it should be a whole number."),
    "half": ({"batch_size": 1.5}, "`batch_size` is 1.5; it should be a whole number."),
    "no list": ({"classes": {"a": 1}}, "`classes` is an object; it should be a list."),
    "no object": ({"classes": ["a"]}, "`classes.0` is 'a'; it should be an object."),
    "one of some": (
        {"audits": "m" * 99},
        f"`audits` is '{'m' * 39}…; it should be 'fewest', 'balanced' or 'proof'.",
    ),
    "one of ours": (
        {"stop_level": 0.7},
        "`stop_level` is 0.7; it should be one of 0.8, 0.9, 0.95.",
    ),
    "unknown inside": (
        {"classes": [{"name": "a", "colur": "red"}]},
        "There is no field `classes.0.colur`. Do you mean `colour`?",
    ),
    "NUL": ({"guidelines": "a\0"}, "`guidelines` holds a NUL character."),
}


@pytest.mark.parametrize("wrong", OF_A_PROJECT)
def test_a_field_is_named_with_what_it_is_and_should_be(shared: Driver, wrong: str) -> None:
    body, said = OF_A_PROJECT[wrong]
    full = body if "name" in body or wrong == "missing" else {"name": "n", **body}
    answer = shared.http.post(f"{API}/projects", json=full)
    assert (answer.status_code, answer.json()["detail"]) == (422, said)
    assert answer.json()["errors"][0]["reason"] == said


def test_what_is_said_once_or_elsewhere_says_what_to_do(shared: Driver) -> None:
    path = f"{API}/projects/{shared.project()}"
    once = "can't be changed after the project is made. Make a new project with another one,"
    for field, said in (
        ("answer_kind", f"`answer_kind` {once}"),
        ("seed", f"`seed` {once}"),
        ("encoder", f"`encoder` {once}"),
        ("classes", "`classes` are changed one by one, at `/projects/ID/classes`."),
        ("overlapp", "There is no field `overlapp`. Do you mean `overlap`?"),
    ):
        answer = shared.http.patch(path, json={field: "multi_label"})
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert answer.json()["detail"].startswith(said)
    assert (
        "add an encoder to it with `views`"
        in shared.http.patch(path, json={"encoder": "lexical"}).json()["detail"]
    )


def test_so_is_a_parameter_a_place_and_a_body(shared: Driver) -> None:
    project = shared.project()
    for path, said in (
        ("/jobs?limit=501", "`limit` is '501'; it should be 500 or less."),
        ("/jobs?limit=x", "`limit` is 'x'; it should be a whole number."),
        ("/jobs?cursor=x", "`cursor` is 'x'; it should be the `next` of the page before."),
        (
            f"/projects/{project}/items?area=1-2-3",
            "`area` is '1-2-3'; it should be the map's number and the corners of a polygon, at "
            "least three, such as 1-0-0-9-0-9-9.",
        ),
        (
            f"/projects/{project}/vectors/X",
            "`name` is 'X'; it should be 2 to 40 of lower-case letters, digits, `-` and `_`, "
            "a letter first.",
        ),
        ("/projects/x", "`project_id` is 'x'; it should be a whole number."),
        (f"/projects/{project}/items?state=new", "`state` is 'new'; it should be 'unlabelled', "),
        (f"/projects/{project}/export?format=xml", "`format` is 'xml'; it should be one of "),
    ):
        assert shared.http.get(API + path).json()["detail"].startswith(said), path
    answers = f"/projects/{project}/annotations:bulk"
    given = shared.post(answers, annotations=[{"id": "x", "item_id": 1, "answer": {"class": "a"}}])
    assert given.json()["detail"].startswith("`annotations.0.id` is 'x'; it should be a UUID")
    broken = shared.http.post(
        f"{API}/projects", content=b"{nope", headers={"Content-Type": "application/json"}
    )
    assert broken.json()["detail"].startswith("The body isn't JSON: ")


def test_what_is_secret_is_not_said_again(shared: Driver) -> None:
    for sent in ("x" * 3, ["x3"], 1234):
        answer = shared.http.put(f"{API}/me/password", json={"password": sent})
        assert answer.json()["detail"].startswith("`password` ")
        assert not [part for part in ("xxx", "x3", "1234") if part in answer.text]
