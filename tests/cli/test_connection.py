"""What the verbs make of what answers, whoever that is."""

from typing import Any

import pytest

from postil import Project
from service.commands.client import connect, project_of
from service.commands.report_import import report_import
from service.kit.errors import PostilError
from service.kit.settings import Settings
from tests.client.test_connection import BROKEN, BUSY, stumbling

ME = (200, {"name": "Ann"})


@pytest.mark.parametrize("end", ["/", ""])
def test_a_slash_at_the_end_of_an_address_is_no_matter(end: str) -> None:
    with stumbling(ME) as (service, seen), connect(f"{service.url}{end}", "any"):
        assert seen == ["GET /api/v1/me"]
    assert Settings(public_url=f"http://here{end}").public_url == "http://here"


def test_an_address_may_lack_its_beginning() -> None:
    with stumbling(ME) as (service, _), connect(service.url.removeprefix("http://"), "any") as here:
        assert here.name == "Ann"
    with pytest.raises(PostilError, match="no address of a service"), connect("ftp://here", "any"):
        pass


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>"), (302, b"")])
def test_what_is_not_postil_is_told(status: int, body: bytes) -> None:
    with (
        stumbling((status, body)) as (service, _),
        pytest.raises(PostilError, match=f"What answers at {service.url} isn't Postil"),
        connect(service.url, "any"),
    ):
        pass


def test_the_id_of_a_project_goes_before_the_name_of_another() -> None:
    named = (200, {"results": [{"id": 1, "name": "2"}], "next": None})
    gone = (404, {"code": "not_found", "detail": "There is no project 2."})
    with (
        stumbling(ME, (200, {"id": 2, "name": "Cards"}), gone, named) as (service, _),
        connect(service.url, "any") as server,
    ):
        assert project_of(server, "2").name == "Cards"
        assert project_of(server, "2").id == 1


def test_a_service_that_stumbles_is_asked_again() -> None:
    with (
        stumbling(ME, BUSY, BROKEN, (200, {"id": 2, "name": "Cards"})) as (service, seen),
        connect(service.url, "any") as server,
    ):
        assert project_of(server, "2").name == "Cards"
        assert len(seen) == 4


def test_what_the_service_refuses_is_told_in_its_words() -> None:
    refusal = (422, {"code": "invalid", "detail": "It should be 1.", "field": "target"})
    with (
        stumbling(ME, refusal) as (service, _),
        pytest.raises(PostilError, match=r"^It should be 1\.$"),
        connect(service.url, "any") as server,
    ):
        server.connection.get("/projects")


def test_an_import_says_which_project_it_went_to(capsys: pytest.CaptureFixture[str]) -> None:
    done: dict[str, Any] = {"state": "ready", "import_id": 7, "labels": "ignore", "job_id": 1}
    done["warnings"] = [{"line": 3, "detail": "long [1]"}, {"line": None, "detail": "a column"}]
    done |= dict.fromkeys(("inserted", "received", "duplicates", "rejected", "conflicts"), 0)
    with stumbling((200, {})) as (connection, _):
        report_import(Project(connection, 2, "Cards [old]"), done)
    output = capsys.readouterr().err
    assert output.startswith("Project 2: Cards [old]\nImport 7:")
    assert "  line 3: long [1]\n  a column\n" in output
