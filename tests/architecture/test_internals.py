"""Names that libraries don't promise to keep stand in one file of ours for each library."""

import ast
from collections.abc import Iterator

from service.db import hot
from tests.architecture.source import Module, is_in, modules

PRIVATE: dict[str, tuple[str, ...]] = {
    "service.db.hot.sqlalchemy_internals": (
        "positiontup",
        "bind_names",
        "expanding",
        "dialect_impl",
        "bind_processor",
        "result_processor",
        "dispatch",
        "is_disconnect",
        "DBAPIError.instance",
        "do_rollback",
    ),
    "service.db.hot.psycopg_internals": (
        "RawCursor",
        "pgconn",
        "transaction_status",
        "exec_",
    ),
    "service.web.fastapi_internals": (
        "fastapi.dependencies",
        "dependant",
        "query_params",
        "field_info",
        "body_field",
    ),
    "service.commands.server.uvicorn_internals": (
        "uvicorn.protocols",
        "uvicorn.supervisors",
        "get_loop_factory",
        "create_server",
        "startup",
        "on_headers_complete",
        "on_message_complete",
        "send_400_response",
        "server_state",
        "cycle",
        "response_complete",
        "more_body",
        "flow",
        "read_paused",
    ),
}
"""By the only file that may use them. What depends on each: the test of that file's name."""
ELSEWHERE = {
    # Starlette's `Request.query_params`, which is public, and asyncio's own way to bind a socket.
    "query_params": ("service.web.problem_words",),
    "create_server": ("service.commands.server.web_server", "service.jobs.asking.local_socket"),
}


def _used(module: Module) -> Iterator[tuple[int, str]]:
    """Attributes, methods and modules by their names, with their lines."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
            if isinstance(node.value, ast.Name):
                yield node.lineno, f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
    for imported in module.imports:
        parts = imported.name.split(".")
        yield from ((imported.line, ".".join(parts[:end])) for end in range(2, len(parts) + 1))


def test_private_names_stand_in_one_file_a_library() -> None:
    broken = [
        f"{module.place}:{line} uses {name}: that is for {place}"
        for place, names in PRIVATE.items()
        for module in modules().values()
        if module.name != place
        for line, name in _used(module)
        if name in names and module.name not in ELSEWHERE.get(name, ())
    ]
    assert not broken, (
        "A library may change these names in any release. Ask the file that has them, and let it "
        "and its test grow if need be:\n  " + "\n  ".join(broken)
    )


def test_each_private_name_is_used_there() -> None:
    unused = {
        place: left
        for place, names in PRIVATE.items()
        if (left := {*names} - {name for _, name in _used(modules()[place])})
    }
    assert not unused, f"Names that are no longer used: {unused}"


def test_nothing_is_imported_that_a_library_calls_private() -> None:
    broken = [
        f"{module.place}:{imported.line} imports {imported.name}"
        for module in modules().values()
        for imported in module.imports
        if not is_in(imported.name, "service", "workers", "postil", "__future__")
        if any(part.startswith("_") for part in imported.name.split("."))
    ]
    assert not broken, f"What begins with an underscore is its library's own: {broken}"


def test_the_fast_path_is_used_by_its_names_only() -> None:
    names = {f"service.db.hot.{name}" for name in hot.__all__}
    broken = [
        f"{module.place}:{imported.line} imports {imported.name}"
        for module in modules().values()
        if not is_in(module.name, "service.db")
        for imported in module.imports
        if is_in(imported.name, "service.db.hot") and imported.name not in names
    ]
    assert not broken, (
        "The docstring of service/db/hot/__init__.py says what the fast path offers, and when to "
        "use it. What is behind that isn't for others:\n  " + "\n  ".join(broken)
    )


def test_each_name_of_the_fast_path_is_described() -> None:
    described = hot.__doc__ or ""
    missing = [name for name in hot.__all__ if f"`{name}`" not in described]
    assert not missing, f"Say what these buy and when to use them: {missing}"
