"""What the verbs make of what answers, whoever that is."""

from typing import Any

import httpx
import pytest
from rich.console import Console

from service.commands.connection import checked, connect, find_project
from service.commands.report_import import report_import
from service.kit.errors import PostilError
from service.kit.settings import Settings


@pytest.mark.parametrize("given", ["http://here.example/", "http://here.example"])
def test_a_slash_at_the_end_of_an_address_is_no_matter(given: str) -> None:
    with connect(given, "any") as client:
        assert str(client.build_request("GET", "/me").url) == "http://here.example/api/v1/me"
    assert Settings(public_url=given).public_url == "http://here.example"


@pytest.mark.parametrize(("status", "body"), [(200, "<html>"), (302, "")])
def test_what_is_not_postil_is_told(status: int, body: str) -> None:
    message = "What answers at http://here/me isn't Postil"
    with (
        service(httpx.Response(status, text=body)) as client,
        pytest.raises(PostilError, match=message),
    ):
        checked(client.get("/me"))


def service(answer: httpx.Response) -> httpx.Client:
    return httpx.Client(
        base_url="http://here", transport=httpx.MockTransport(lambda _request: answer)
    )


def test_the_id_of_a_project_goes_before_the_name_of_another() -> None:
    projects: list[dict[str, Any]] = [{"id": 1, "name": "2"}, {"id": 2, "name": "Cards"}]
    with service(httpx.Response(200, json={"results": projects, "next": None})) as client:
        assert find_project(client, "2") == projects[1]


def test_an_import_says_which_project_it_went_to(capsys: pytest.CaptureFixture[str]) -> None:
    done: dict[str, Any] = {"state": "ready", "import_id": 7, "labels": "ignore"}
    done["warnings"] = [{"line": 3, "detail": "long [1]"}, {"line": None, "detail": "a column"}]
    done |= dict.fromkeys(("inserted", "received", "duplicates", "rejected", "conflicts"), 0)
    with service(httpx.Response(200)) as client:
        project, console = {"id": 2, "name": "Cards [old]"}, Console(stderr=True)
        report_import(client, "", done, project, console, again=False)
    output = capsys.readouterr().err
    assert output.startswith("Project 2: Cards [old]\nImport 7:")
    assert "  line 3: long [1]\n  a column\n" in output
