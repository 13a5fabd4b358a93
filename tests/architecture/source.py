"""The source as the rules see it: modules, what they import, and their functions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "workers", "postil")


@dataclass(frozen=True)
class Import:
    name: str
    """Dotted, as far as it names a module of ours; else as written."""
    line: int
    in_function: bool


@dataclass(frozen=True)
class Module:
    name: str
    path: Path

    @property
    def part(self) -> str:
        """Where the rules see it: the verb of a room is one of `service.commands`."""
        file = self.name.rpartition(".")[2]
        return f"service.commands.{file}" if file.startswith("verb_") else self.name

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def imports(self) -> list[Import]:
        return [*_imports(self.tree, in_function=False)]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return [*ast.walk(self.tree)]

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def modules() -> dict[str, Module]:
    """Every module of the service and the workers, by dotted name."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {module.name: module for module in map(_module, sorted(found))}


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path)


def _imports(node: ast.AST, *, in_function: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, in_function)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"line {child.lineno}: write imports in full, not relative"
            for alias in child.names:
                yield Import(f"{child.module}.{alias.name}", child.lineno, in_function)
        inner = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _imports(child, in_function=inner)


def resolve(name: str) -> str | None:
    """The module of ours that an imported name is or is in; None for one from elsewhere."""
    while name:
        if name in modules():
            return name
        name = name.rpartition(".")[0]
    return None


# The rooms that are always there, the lowest first: each imports only rooms before it.
ALWAYS_THERE = (
    "pool",
    "people",
    "jobs",
    "vectors",
    "rounds",
    "labelling",
    "review",
    "figures",
    "model",
    "projects",
    "importing",
    "exporting",
    "catalogue",
)
OPTIONAL = ("practice", "certify", "find", "in_use", "trials", "own_vectors", "moving")
"""Rooms that may be absent: no other room imports one."""
ROOMS = (*ALWAYS_THERE, *OPTIONAL)
STORED = ("tables", "queries", "conditions")
"""Parts of a room with SQL in them."""


def room_of(name: str) -> str | None:
    """The room that a module is in."""
    parts = name.split(".")
    return parts[1] if parts[0] == "service" and len(parts) > 1 and parts[1] in ROOMS else None


def part_of(name: str) -> str:
    """`tables`, `queries`, `shapes` or `routes`; `use case` for every other file of a room."""
    parts = [part for part in name.split(".")[2:] if part in (*STORED, "shapes", "routes")]
    return parts[0] if parts else "use case"


def is_in(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of these or below one of them."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)
