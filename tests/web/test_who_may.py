"""Each route's signature says who may call it, and in which transaction."""

import ast
from typing import Annotated, cast, get_args

import pytest
from fastapi import APIRouter
from fastapi.params import Depends
from fastapi.routing import APIRoute

from service.app import App
from service.jobs.routes import health
from service.web import app as api_app
from service.web import who_may
from service.web.app import create_app
from service.web.description import ENTRANCES
from service.web.door import Guarded, who_may_call
from service.web.who_may import AnyoneReader, EngineerWriter, ProjectReader
from tests.architecture.source import modules, part_of

P = "/projects/{project_id}"
WORD_OF = {
    "POST /session": "AnyoneWaiting",
    "GET /session": "AnyoneReader",
    "DELETE /session": "AnyoneWriter",
    "GET /sign-in": "AnyoneReader",
    "POST /invitation": "AnyoneWriter",
    "GET /healthz": "AnyoneWaiting",
    "GET /readyz": "AnyoneWaiting",
    "GET /metrics": "AnyoneWaiting",
    "POST /invitation:accept": "SignedInWriter",
    "GET /me": "SignedInReader",
    "PATCH /me": "NameWriter",
    "PUT /me/password": "SignedInWaiting",
    "GET /me/sessions": "SessionsReader",
    "DELETE /me/sessions": "SessionsWriter",
    "DELETE /me/sessions/{session_id}": "SessionsWriter",
    "POST /tokens": "SignedInWriter",
    "GET /tokens": "SignedInReader",
    "DELETE /tokens/{token_id}": "SignedInWriter",
    "GET /strategies": "SignedInReader",
    "GET /encoders": "SignedInReader",
    "GET /job-kinds": "SignedInReader",
    "GET /export-formats": "SignedInReader",
    "PATCH /users/{user_id}": "AdminWriter",
    "POST /users/{user_id}/tokens": "AdminWriter",
    f"POST {P}/programs": "EngineerWriter",
    "GET /jobs": "SignedInReader",
    "GET /jobs/{job_id}": "JobReader",
    "POST /jobs/{job_id}/cancel": "JobWriter",
    "POST /jobs/{job_id}/retry": "JobWriter",
    "GET /projects": "SignedInReader",
    "POST /projects": "ProjectOpener",
    f"GET {P}": "ProjectReader",
    f"PATCH {P}": "ArchiveWriter",
    f"DELETE {P}": "ArchiveWriter",
    f"POST {P}/duplicate": "ArchiveWriter",
    f"GET {P}/curve": "ProjectReader",
    f"GET {P}/forecast": "EngineerReader",
    f"GET {P}/next-step": "EngineerReader",
    f"GET {P}/quality": "EngineerReader",
    f"GET {P}/stats": "ProjectReader",
    f"GET {P}/progress": "ProjectReader",
    f"GET {P}/settings-history": "EngineerReader",
    f"GET {P}/classes": "ProjectReader",
    f"POST {P}/classes": "EngineerWriter",
    f"POST {P}/classes:order": "EngineerWriter",
    f"PATCH {P}/classes/{{class_id}}": "EngineerWriter",
    f"POST {P}/classes/{{class_id}}/merge": "EngineerWriter",
    f"POST {P}/classes/{{class_id}}/retire": "EngineerWriter",
    f"POST {P}/classes/{{class_id}}/restore": "EngineerWriter",
    f"PUT {P}/classes/{{class_id}}/examples": "EngineerWriter",
    f"GET {P}/classes/{{class_id}}/examples": "EngineerReader",
    f"GET {P}/examples": "ProjectReader",
    f"POST {P}/classes/{{class_id}}/hunt": "EngineerAsking",
    f"GET {P}/classes/{{class_id}}/hunt": "EngineerReader",
    f"PUT {P}/classes/{{class_id}}/hunt/{{look_id}}": "EngineerWriter",
    f"DELETE {P}/classes/{{class_id}}/hunt/{{look_id}}": "EngineerWriter",
    f"GET {P}/rounds": "EngineerReader",
    f"POST {P}/rounds": "EngineerWriter",
    f"GET {P}/encoder-trial": "EngineerReader",
    f"POST {P}/encoder-trial": "EngineerWriter",
    f"POST {P}/views:wake": "EngineerWriter",
    f"GET {P}/bill": "EngineerReader",
    f"GET {P}/export": "EngineerWaiting",
    f"POST {P}/practice": "ProjectWriter",
    f"PUT {P}/practice/{{item_id}}": "ProjectWriter",
    f"POST {P}/assignments": "Labeller",
    f"POST {P}/assignments:take-along": "Labeller",
    f"POST {P}/assignments:release": "Labeller",
    f"POST {P}/assignments/{{assignment_id}}/renew": "Labeller",
    f"POST {P}/assignments/{{assignment_id}}/skip": "Labeller",
    f"POST {P}/assignments/{{assignment_id}}/release": "Labeller",
    f"PUT {P}/annotations/{{annotation_id}}": "Labeller",
    f"POST {P}/annotations:bulk": "Labeller",
    f"POST {P}/answer-and-next": "Labeller",
    f"POST {P}/annotations/{{annotation_id}}/retract": "Labeller",
    f"GET {P}/own-answers": "ProjectReader",
    f"GET {P}/own-answers/{{item_id}}": "ProjectReader",
    f"GET {P}/items": "EngineerAsking",
    f"GET {P}/items/{{item_id}}/similar": "EngineerAsking",
    f"GET {P}/near-copies": "EngineerAsking",
    f"GET {P}/map": "EngineerReader",
    f"POST {P}/map": "EngineerWriter",
    f"GET {P}/map/points": "EngineerReader",
    f"GET {P}/items/{{item_id}}": "EngineerReader",
    f"POST {P}/items:exclude": "EngineerWriter",
    f"POST {P}/items:bring-back": "EngineerWriter",
    f"POST {P}/items:label": "EngineerChanging",
    f"DELETE {P}/items:label/{{batch}}": "EngineerChanging",
    f"POST {P}/items/{{item_id}}/notes": "ProjectWriter",
    f"DELETE {P}/items/{{item_id}}/flag": "ProjectWriter",
    f"POST {P}/suggestions": "EngineerChanging",
    f"POST {P}/predict": "EngineerChanging",
    f"GET {P}/usage": "EngineerReader",
    f"GET {P}/drift": "EngineerReader",
    f"POST {P}/drift": "EngineerAsking",
    f"GET {P}/predictions": "EngineerWaiting",
    f"GET {P}/model": "EngineerReader",
    f"POST {P}/model": "EngineerWriter",
    f"GET {P}/model/file": "EngineerWaiting",
    f"GET {P}/certify": "EngineerReader",
    f"POST {P}/certify": "EngineerWriter",
    f"POST {P}/certify:finish": "EngineerWriter",
    f"DELETE {P}/machine-labels": "EngineerWriter",
    f"GET {P}/review/notes": "EngineerReader",
    f"POST {P}/notes/{{note_id}}/resolve": "EngineerWriter",
    f"POST {P}/notes/{{note_id}}/reopen": "EngineerWriter",
    f"PUT {P}/notes/{{note_id}}/reply": "EngineerWriter",
    f"GET {P}/notes/replies": "ProjectReader",
    f"POST {P}/notes/{{note_id}}/read": "ProjectWriter",
    f"GET {P}/review/errors": "EngineerReader",
    f"POST {P}/review/errors/{{item_id}}": "EngineerWriter",
    f"POST {P}/items/{{item_id}}/adjudicate": "AdjudicatorWriter",
    f"DELETE {P}/review/decisions/{{batch}}": "AdjudicatorWriter",
    f"GET {P}/review/disagreements": "AdjudicatorReader",
    f"GET {P}/review/agreement": "EngineerReader",
    f"GET {P}/review/skipped": "EngineerReader",
    f"POST {P}/review/skipped/{{item_id}}/ask-again": "EngineerWriter",
    f"POST {P}/imports": "EngineerWaiting",
    f"GET {P}/imports": "EngineerReader",
    f"GET {P}/imports/{{import_id}}": "EngineerReader",
    f"DELETE {P}/imports/{{import_id}}": "EngineerWaiting",
    f"GET {P}/imports/{{import_id}}/rejected": "EngineerReader",
    f"GET {P}/imports/{{import_id}}/conflicts": "EngineerReader",
    f"POST {P}/vectors/{{name}}": "EngineerWaiting",
    f"GET {P}/vectors": "EngineerReader",
    f"GET {P}/vectors/{{name}}": "EngineerReader",
    f"DELETE {P}/vectors/{{name}}": "EngineerWriter",
    f"POST {P}/invitations": "EngineerWriter",
    f"GET {P}/invitations": "EngineerReader",
    f"DELETE {P}/invitations/{{invitation_id}}": "EngineerWriter",
    f"GET {P}/members": "EngineerReader",
    f"PATCH {P}/members/{{user_id}}": "EngineerWriter",
    f"PUT {P}/members/{{user_id}}/program": "EngineerChanging",
    f"DELETE {P}/members/{{user_id}}/program": "EngineerChanging",
    f"GET {P}/set-aside": "EngineerReader",
    f"POST {P}/members/{{user_id}}/set-aside": "EngineerChanging",
    f"DELETE {P}/members/{{user_id}}/set-aside": "EngineerChanging",
    f"DELETE {P}/members/{{user_id}}": "EngineerWriter",
    f"POST {P}/members/{{user_id}}/sign-in-link": "EngineerWriter",
}
"""Every route; whether it is right is tried with people in test_every_call.py."""
PAGES = {"/api/v1/docs", "/{path:path}"}
"""Files, which are everybody's and need no database."""
WORDS = {
    id(args[1].dependency): word
    for word, meaning in vars(who_may).items()
    if len(args := get_args(meaning)) == 2 and isinstance(args[1], Depends)
}


def routes() -> dict[str, APIRoute]:
    found = [route for router in (*api_app.routers(), health) for route in router.routes]
    return {
        f"{method} {route.path}": route
        for route in found
        if isinstance(route, APIRoute)
        for method in route.methods
    }


def test_every_route_says_who_may_call_it() -> None:
    found = {name: WORDS[id(who_may_call(route))] for name, route in routes().items()}
    assert found == WORD_OF


def test_the_open_ones_are_named() -> None:
    is_open = {name for name, word in WORD_OF.items() if word.startswith("Anyone")}
    assert is_open == {
        name for name, route in routes().items() if not who_may_call(route).needs_caller
    }
    paths = {name.split(" ")[1] for name in is_open}
    assert paths == {path.removeprefix(api_app.PREFIX) for path in ENTRANCES}


def test_nothing_is_served_beside_them_but_files() -> None:
    api = create_app(cast("App", None))
    beside = {route.path for route in api.routes if isinstance(route, APIRoute)}
    assert beside == PAGES


def test_handlers_neither_open_a_transaction_nor_ask_for_a_role_themselves() -> None:
    routers = [each for each in modules().values() if part_of(each.name) == "routes"]
    asked = [
        f"{module.place}:{imported.line}"
        for module in routers
        for imported in module.imports
        if imported.name.startswith("service.people.permissions")
    ]
    opened = [
        f"{module.place}:{node.lineno}"
        for module in routers
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("read", "write", "submit")
    ]
    assert len(routers) > 10
    assert not asked + opened, "Say it in the signature, with a word of service/web/who_may.py."


def test_a_route_that_forgets_it_does_not_start() -> None:
    router = APIRouter(route_class=Guarded)
    with pytest.raises(TypeError, match=r"^/forgotten: .* who may call it"):

        @router.get("/forgotten")
        def get_forgotten() -> None: ...

    with pytest.raises(TypeError, match="should say once"):

        @router.get("/twice/{project_id}")
        def get_twice(reader: ProjectReader, anyone: AnyoneReader) -> None: ...


def test_no_transaction_is_held_while_others_have_their_turn() -> None:
    router = APIRouter(route_class=Guarded)
    with pytest.raises(TypeError, match="a plain function"):

        @router.post("/held/{project_id}")
        async def post_held(writer: EngineerWriter) -> None: ...


def test_a_word_is_told_from_other_dependencies() -> None:
    """Parameters are no permission."""
    router = APIRouter(route_class=Guarded)
    with pytest.raises(TypeError, match="who may call it"):

        @router.get("/numbered/{number}")
        def get_numbered(number: Annotated[int, "of what"]) -> None: ...
