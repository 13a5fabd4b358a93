"""What crosses the API, and the seam behind it, has types and the right names."""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

from service.api import schemas
from service.kit.fields import Body, Response
from tests.architecture.source import is_in, modules


def declared() -> Iterator[type]:
    for module in pkgutil.iter_modules(schemas.__path__):
        found = import_module(f"{schemas.__name__}.{module.name}")
        for _, each in inspect.getmembers(found, inspect.isclass):
            # Of a generic class that a class derives from pydantic leaves a name here too.
            is_own = each.__module__ == found.__name__ and "[" not in each.__name__
            if is_own and each not in (Body, Response):
                yield each


def test_a_response_is_called_one_and_an_answer_is_an_annotators() -> None:
    wrong = [
        each.__name__
        for each in declared()
        if issubclass(each, Response) is not each.__name__.endswith("Response")
        or "Answer" in each.__name__
    ]
    assert not wrong, (
        "What the API sends ends in Response and derives from it, what it takes does neither; "
        f"an answer is what an annotator gives: {', '.join(wrong)}"
    )


def test_a_reason_is_a_code_a_sentence_and_figures() -> None:
    wrong = [
        f"{each.__name__}.{name}: {annotation}"
        for each in declared()
        if issubclass(each, Response)
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
    "service.loop.jobs",
    # Rows of a bulk insert, by column.
    "service.loop.rounds.ranking_rows",
    # Settings by name: the table of them knows their types.
    "service.loop.projects.settings",
    # Rows of any table.
    "service.loop.moving",
    # A row of a file is what the file has.
    "service.loop.importing.formats",
    # So is one of a file that is taken away.
    "service.loop.exporting.table",
    "service.loop.importing.data_columns",
    "service.loop.importing.named_columns",
}


def test_use_cases_say_what_they_take_and_give() -> None:
    broken = [
        f"{module.place}:{function.lineno} {function.name}"
        for module in modules().values()
        if is_in(module.name, "service.loop") and not is_in(module.name, *OPEN)
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
        if is_in(module.name, "service.api.routers")
        for call in module.nodes
        if isinstance(call, ast.Call) and any(keyword.arg is None for keyword in call.keywords)
    ]
    assert not broken, (
        "`Model(**found)` hides from the type checker what is in it. Use model_validate on what "
        "the use case gives, or name the fields:\n  " + "\n  ".join(broken)
    )
