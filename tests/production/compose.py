"""docker-compose.yml as Compose reads it: interpolated, with what each service runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
# $$, or ${NAME} with one of the operators that Compose knows.
VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:?[-?])([^}]*))?\})")


class Unset(Exception):
    """A variable that the file demands isn't set."""


@dataclass(frozen=True)
class Service:
    name: str
    image: str
    command: list[str]
    environment: dict[str, str]
    health: list[str] | None
    """The command that says whether it is well."""
    after: dict[str, str] = field(default_factory=dict)
    """Service to condition: what it waits for."""
    profiles: tuple[str, ...] = ()
    target: str | None = None
    """The stage of the Dockerfile, if it is built here."""
    restart: str = "no"

    @property
    def is_ours(self) -> bool:
        return self.image.startswith("postil-")


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """The text with its variables replaced, as Compose does it."""

    def value(found: re.Match[str]) -> str:
        escaped, name, operator, rest = found.groups()
        if escaped:
            return "$"
        given = variables.get(name)
        is_there = bool(given) if operator and operator.startswith(":") else given is not None
        if is_there:
            return given or ""
        if operator and operator.endswith("?"):
            raise Unset(f"{name}: {rest}")
        return rest if operator else ""

    return VARIABLE.sub(value, text)


def document() -> dict[str, Any]:
    """The file as it is written."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def services(variables: Mapping[str, str]) -> dict[str, Service]:
    """All services by name. Raises `Unset` as Compose would."""
    filled = _filled(document()["services"], variables)
    return {name: _service(name, made) for name, made in filled.items()}


def _filled(node: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(node, str):
        return interpolate(node, variables)
    if isinstance(node, list):
        return [_filled(one, variables) for one in node]
    if isinstance(node, dict):
        return {key: _filled(one, variables) for key, one in node.items()}
    return node


def _service(name: str, made: dict[str, Any]) -> Service:
    test = made.get("healthcheck", {}).get("test")
    assert test is None or test[0] == "CMD", f"{name}: the check runs without a shell"
    return Service(
        name=name,
        image=made["image"],
        command=made["command"],
        environment=made.get("environment", {}),
        health=test[1:] if test else None,
        after={other: how["condition"] for other, how in made.get("depends_on", {}).items()},
        profiles=tuple(made.get("profiles", ())),
        target=made.get("build", {}).get("target"),
        restart=made.get("restart", "no"),
    )


def variables_in(node: Any) -> dict[str, str]:
    """Every `${NAME…}` under a node of the file: name to operator."""
    if isinstance(node, str):
        return {name: operator or "" for _, name, operator, _ in VARIABLE.findall(node) if name}
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        return {name: how for one in node for name, how in variables_in(one).items()}
    return {}


def in_order(chosen: Mapping[str, Service]) -> list[Service]:
    """The services so that each comes after those it waits for. ValueError in a circle."""
    done: list[Service] = []
    left = dict(chosen)
    while left:
        ready = [one for one in left.values() if not set(one.after) & set(left)]
        if not ready:
            raise ValueError(f"these wait for each other: {', '.join(left)}")
        done += [left.pop(one.name) for one in ready]
    return done
