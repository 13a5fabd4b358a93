"""What crosses the API, and the seam behind it, has types and the right names."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module

from service.kit.fields import Body
from tests.architecture.source import is_in, modules, part_of, room_of


def shapes() -> Iterator[type]:
    """What rooms take and give over HTTP."""
    for name in modules():
        if part_of(name) == "shapes":
            shaped = import_module(name)
            for _, each in inspect.getmembers(shaped, inspect.isclass):
                if each.__module__ == name:
                    yield each


def test_what_a_use_case_gives_is_what_the_api_answers_with() -> None:
    assert len([*shapes()]) > 50
    mirrors = [
        f"{module.place}:{node.lineno} {node.name}"
        for module in modules().values()
        if part_of(module.name) == "routes"
        for node in module.nodes
        if isinstance(node, ast.ClassDef)
    ]
    assert not mirrors, (
        "A handler's result is what its use case gives. Say what it is in `shapes` of the use "
        "case's room, with descriptions on its fields:\n  " + "\n  ".join(mirrors)
    )


def test_a_reason_is_a_code_a_sentence_and_figures() -> None:
    wrong = [
        f"{each.__name__}.{name}: {annotation}"
        for each in shapes()
        if not issubclass(each, Body)
        for name, annotation in inspect.get_annotations(each).items()
        if name in ("reason", "reasons") and "Reason" not in str(annotation)
    ]
    assert not wrong, (
        "A program can't look into a sentence. What says why is a Reason; what is wrong "
        f"with a line of a file is its `detail`: {', '.join(wrong)}"
    )


SPELLED = re.compile(r"\bdict\[str, Any\]|\bMapping\[str, Any\]")
OPEN = {
    # What only the kind of a job knows.
    "service.jobs",
    # Rows of a bulk insert, by column.
    "service.rounds.ranking.ranking_rows",
    # Settings by name: the table of them knows their types.
    "service.projects.settings",
    # Rows of any table.
    "service.moving",
    # A row of a file is what the file has.
    "service.importing.formats",
    # So is one of a file that is taken away.
    "service.exporting.export_format",
    "service.importing.columns",
}


def test_use_cases_say_what_they_take_and_give() -> None:
    broken = [
        f"{module.place}:{function.lineno} {function.name}"
        for module in modules().values()
        if room_of(module.name) and part_of(module.name) in ("use case", "shapes")
        if not is_in(module.name, *OPEN)
        for function in module.functions
        if not function.name.startswith("_")
        if SPELLED.search(_signature(function))
    ]
    assert not broken, (
        "A dict says nothing of what is in it, and no type checker looks into one. Let the use "
        "case take and give a dataclass, a NamedTuple or a stored row:\n  " + "\n  ".join(broken)
    )


def _signature(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    args = function.args
    each = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    given = [arg.annotation for arg in each if arg is not None]
    return " ".join(ast.unparse(one) for one in [*given, function.returns] if one is not None)


def test_responses_are_not_made_from_dicts() -> None:
    broken = [
        f"{module.place}:{call.lineno}"
        for module in modules().values()
        if part_of(module.name) == "routes"
        for call in module.nodes
        if isinstance(call, ast.Call) and any(keyword.arg is None for keyword in call.keywords)
    ]
    assert not broken, (
        "`Model(**found)` hides from the type checker what is in it. Answer with what the use case "
        "gives, or name the fields:\n  " + "\n  ".join(broken)
    )
