"""Statements run by a repository's `query`, `execute` or `execute_driver`, and in no other way."""

import ast
from collections.abc import Iterator

from tests.architecture.source import STORED, Module, is_in, modules, part_of

RUN_STATEMENTS = {"exec", "execute", "scalar", "scalars", "connection", "exec_driver_sql"}
CHANGES = {"insert", "update", "delete"}


def test_repositories_run_statements_in_one_way() -> None:
    broken = [
        f"{module.place}:{call.lineno} .{call.func.attr}"
        for module in _repositories()
        for call in _calls(module)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in RUN_STATEMENTS
        and ast.unparse(call.func.value).endswith(("session", "connection", "connection()"))
    ]
    assert not broken, (
        "Rows of models come by `self.query`, all else by `self.execute`: both write pending "
        "changes first (service/db/repository.py says which is for what):\n  " + "\n  ".join(broken)
    )


def test_changes_name_tables() -> None:
    broken = [
        f"{module.place}:{call.lineno} {call.func.id}({call.args[0].id})"
        for module in _repositories()
        for call in _calls(module)
        if isinstance(call.func, ast.Name)
        and call.func.id in CHANGES
        and call.args
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id[0].isupper()
        and not call.args[0].id.isupper()
    ]
    assert not broken, (
        "A change that is a statement names a table, as `ITEMS` does; objects that were "
        "read before are made to read it again by `self.outdate`:\n  " + "\n  ".join(broken)
    )


def test_only_the_store_uses_a_session() -> None:
    broken = [
        f"{module.place}:{node.lineno}"
        for module in modules().values()
        if part_of(module.name) not in STORED and not is_in(module.name, "service.db")
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr == "session"
        if isinstance(node.value, ast.Name) and node.value.id == "uow"
    ]
    assert not broken, (
        "Use cases work with repositories; what they need of the session is a method there:\n  "
        + "\n  ".join(broken)
    )


def _repositories() -> Iterator[Module]:
    for module in modules().values():
        if part_of(module.name) in STORED:
            yield module


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in module.nodes if isinstance(node, ast.Call))
