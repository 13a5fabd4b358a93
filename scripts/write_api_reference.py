"""Writes docs/api.md, the reference of the HTTP API, from what the service says of itself."""

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.params import Depends as DependsOn
from fastapi.routing import APIRoute

from service.bootstrap import build
from service.jobs.routes import health
from service.kit.errors import PostilError
from service.kit.reason_codes import SENTENCES
from service.kit.settings import Settings
from service.pool.tables.project_settings import SETTINGS, ProjectSettings
from service.web import who_may
from service.web.app import PREFIX, create_app, routers
from service.web.door import who_may_call

Description = dict[str, Any]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """\
# API reference

Every call of the [HTTP API](http.md), what it takes, and who may make it. This page is written by
`scripts/write_api_reference.py`, from what the service says of itself at `/api/v1/openapi.json`.

Calls refuse fields and parameters that they don't know. Fields in **bold** must be there. Lists
take `cursor` and `limit` ([pages](http.md#lists)). Answers are described at `/api/v1/docs`.
"""
WHO = {
    "Anyone": "anybody",
    "SignedIn": "signed in",
    "Sessions": "signed in, without an annotator token",
    "Name": "signed in, without an annotator token",
    "ProjectOpener": "engineer's account",
    "Admin": "administrator",
    "Project": "member",
    "Labeller": "member",
    "JobReader": "member",
    "Adjudicator": "adjudicator",
    "Engineer": "engineer",
    "Archive": "engineer",
    "JobWriter": "engineer",
}
"""By how the word of service/web/who_may.py begins; the longest that fits."""
OF_LISTS = {"cursor", "limit"}
LARGEST_ID = 2**53 - 1
QUOTE = '"'


def reference() -> str:
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data_dir=Path(folder)))
        try:
            return written(create_app(app).openapi(), callers())
        finally:
            app.close()


def callers() -> dict[str, str]:
    """Who may make each call, by `METHOD path`."""
    words = {
        id(rule.dependency): word
        for word, annotation in vars(who_may).items()
        for rule in getattr(annotation, "__metadata__", ())
        if isinstance(rule, DependsOn)
    }
    prefixed = [*((PREFIX, router) for router in routers()), ("", health)]
    return {
        f"{method} {prefix}{route.path}": _caller(words[id(who_may_call(route))])
        for prefix, router in prefixed
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def _caller(word: str) -> str:
    return WHO[max((start for start in WHO if word.startswith(start)), key=len)]


def written(description: Description, who: dict[str, str]) -> str:
    schemas = description["components"]["schemas"]
    nouns: dict[str, list[tuple[str, Description]]] = defaultdict(list)
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            nouns[operation["tags"][0]].append((f"{method.upper()} {path}", operation))
    parts = [HEAD, *(_noun(noun, calls, who, schemas) for noun, calls in nouns.items())]
    return "\n".join([*parts, _settings(), _errors(), _reasons()])


def _noun(
    noun: str,
    calls: list[tuple[str, Description]],
    who: dict[str, str],
    schemas: Description,
) -> str:
    rows = [f"| `{call}` | {who[call]} | {_says(operation)} |" for call, operation in calls]
    table = [f"## {noun.capitalize()}", "", "| call | who | does |", "|---|---|---|", *rows, ""]
    taken = ((call, [*_taken(operation, schemas)]) for call, operation in calls)
    lists = [line for call, fields in taken if fields for line in [f"`{call}`", "", *fields, ""]]
    return "\n".join([*table, *lists])


def _says(operation: Description) -> str:
    return _line(operation.get("description") or f"{operation['summary']}.")


def _taken(operation: Description, schemas: Description) -> Iterator[str]:
    """What a call takes in its query and its body, a line each."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query" and parameter["name"] not in OF_LISTS:
            described = parameter["schema"] | parameter
            yield _field(parameter["name"], described, schemas, is_needed=parameter["required"])
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    yield from _fields(body, schemas)


def _fields(schema: Description, schemas: Description, indent: str = "") -> Iterator[str]:
    schema = _resolved(schema, schemas)
    needed = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        yield indent + _field(name, field, schemas, is_needed=name in needed)
        for kind in _alternatives(field, schemas):
            yield from _fields(kind.get("items", kind), schemas, f"{indent}  ")


def _alternatives(field: Description, schemas: Description) -> list[Description]:
    """What a field may be, but for null."""
    kinds = [_resolved(kind, schemas) for kind in field.get("anyOf", [field])]
    return [kind for kind in kinds if kind.get("type") != "null"]


def _resolved(schema: Description, schemas: Description) -> Description:
    return schemas[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema


def _field(name: str, field: Description, schemas: Description, *, is_needed: bool) -> str:
    shown = f"**`{name}`**" if is_needed else f"`{name}`"
    kinds = [_kind(kind) for kind in _alternatives(field, schemas)]
    if field.get("default") not in (None, "", []):
        kinds.append(f"default `{json.dumps(field['default']).strip(QUOTE)}`")
    says = f": {_line(field['description'])}" if "description" in field else ""
    return f"- {shown} ({', '.join(kinds)}){says}"


def _kind(schema: Description) -> str:
    match schema:
        case {"enum": values}:
            return " · ".join(f"`{value}`" for value in values)
        case {"type": "array"}:
            return "list"
        case {"type": kind, "minimum": low, "maximum": high} if high < LARGEST_ID:
            return f"{kind}, {_number(low)} to {_number(high)}"
        case {"type": "string", "maxLength": most}:
            return f"up to {most:,} characters"
    return str(schema.get("type", "any"))


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:g}"


def _settings() -> str:
    """What can be set of a project: default, bounds, and whether its changes are recorded."""
    schema = ProjectSettings.model_json_schema()
    rows = [
        f"| `{name}` | {_default(name)} | {_bounds(name, schema)} | {'yes' * setting.is_followed} "
        f"| {_line(schema['properties'][name]['description'])} |"
        for name, setting in SETTINGS.items()
    ]
    about = "What can be set of a project: [how they work](http.md#settings)."
    head = "| setting | default | may be | history | what it does |"
    return "\n".join(["## Settings", "", about, "", head, "|---|---|---|---|---|", *rows, ""])


def _default(name: str) -> str:
    field = ProjectSettings.model_fields[name]
    if field.default_factory is not None:
        return "none" if field.annotation is not int else "drawn"
    words = {None: "null", "": "empty"}
    return words.get(field.default) or f"`{json.dumps(field.default).strip(chr(34))}`"


def _bounds(name: str, schema: dict[str, Any]) -> str:
    described = schema["properties"][name]
    kinds = described.get("anyOf", [described])
    kinds = [
        schema["$defs"][each["$ref"].split("/")[-1]] if "$ref" in each else each for each in kinds
    ]
    once = ["set once"] * SETTINGS[name].is_fixed
    return ", ".join([part for kind in kinds for part in _bounds_of(kind)] + once)


def _bounds_of(kind: dict[str, Any]) -> list[str]:
    match kind:
        case {"enum": words}:
            return [f"`{word}`" for word in words]
        case {"minimum": low, "maximum": high}:
            return [f"{low:,} to {high:,}"]
        case {"minimum": low, "exclusiveMaximum": high}:
            return [f"{low:,} to {high - 1:,}"]
        case {"exclusiveMinimum": low, "exclusiveMaximum": high}:
            return [f"above {low}, below {high}"]
        case {"maxLength": most}:
            return [f"up to {most:,} characters"]
        case {"maxItems": most}:
            return [f"up to {most:,}"]
        case {"type": "boolean"}:
            return ["`true`", "`false`"]
    return [kind["type"]]


def _errors() -> str:
    classes = _below(PostilError)
    rows = sorted({(kind.status, kind.code) for kind in classes})
    lines = [f"| {status} | `{code}` |" for status, code in rows]
    return "\n".join(["## Errors", "", "| status | code |", "|---|---|", *lines, ""])


def _below(kind: type[PostilError]) -> Iterator[type[PostilError]]:
    """Those that calls answer with: verbs and workers have errors of their own."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("service.kit."):
            yield each
        yield from _below(each)


def _reasons() -> str:
    """What `reason` and `reasons` of answers say; figures stand in braces."""
    about = (
        "Why something isn't known or isn't there: [what they are](http.md#reasons). "
        "Words in braces are the figures."
    )
    many = re.compile(r"\{(\w+):[^|}]*\|([^}]*)\}")
    sentences = {code: many.sub(r"{\1} \2", words) for code, words in SENTENCES.items()}
    rows = [f"| `{code}` | {_line(words)} |" for code, words in sentences.items()]
    return "\n".join(["## Reasons", "", about, "", "| code | detail |", "|---|---|", *rows, ""])


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8")
