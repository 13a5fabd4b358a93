"""What the service says of itself, where the framework's own words are not enough."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from service.web.dependencies import SESSION_COOKIE
from service.web.errors import FULL, MEDIA_TYPE

ENTRANCES = {
    "/api/v1/session",
    "/api/v1/sign-in",
    "/api/v1/invitation",
    "/healthz",
    "/readyz",
    "/metrics",
}
"""Where nobody has to be signed in."""
PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
UNUSED = ("HTTPValidationError", "ValidationError")
"""The framework's own shape of an error, which no answer has."""
SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "API token for programs, made by `postil token`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "Cookie of a browser that signed in with `POST /api/v1/session`.",
    },
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "NewProject": {
        "name": "Support tickets",
        "classes": [
            {"name": "refund", "description": "Wants money back"},
            {"name": "card"},
            {"name": "other"},
        ],
        "guidelines": "What does the customer want first?",
        "target": 0.9,
    },
    "AssignmentRequest": {"limit": 5},
    "NewAnnotation": {"item_id": 17, "assignment_id": 4, "answer": {"class": "refund"}},
    "SignIn": {"token": "the part of an invitation's link after #token=", "name": "Ann Lee"},
    "NewToken": {"name": "nightly import", "scope": "engineer", "days": 90},
    "Problem": {
        "type": "about:blank",
        "title": "Invalid",
        "status": 422,
        "detail": "`name` is empty.",
        "code": "invalid",
        "field": "name",
    },
}
ROWS = '{"id": "a-1", "text": "My card was declined", "label": "card"}\n'


def add_description(api: FastAPI) -> None:
    describe = api.openapi

    def described() -> dict[str, Any]:
        is_new = api.openapi_schema is None
        schema = describe()
        return _completed(schema) if is_new else schema

    api.openapi = described  # type: ignore[method-assign]


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    schema["security"] = [{name: []} for name in SCHEMES]
    parts = schema["components"]
    parts["securitySchemes"] = SCHEMES
    for name in UNUSED:
        parts["schemas"].pop(name, None)
    for name, example in EXAMPLES.items():
        parts["schemas"][name]["examples"] = [example]
    for path, method, operation in _operations(schema):
        if method != "get" and path.startswith("/api/"):
            operation["responses"]["507"] = {**FULL}
        if path in ENTRANCES:
            operation["security"] = []
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                answer["content"] = {MEDIA_TYPE: PROBLEM}
        rows = operation.get("requestBody", {}).get("content", {}).get("application/x-ndjson")
        if rows is not None:
            rows["example"] = ROWS
    return schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation
