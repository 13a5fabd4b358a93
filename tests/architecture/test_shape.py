"""Sizes and names: what grows past them has a noun missing."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.architecture.source import ROOT, is_in, modules

FOLDERS = ("service", "workers", "postil", "scripts", "tests", "benchmarks")
MOST_FILES = 20
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
"""Lines of a function's body, docstring included: what a screen shows."""

NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
NO_VERSE = {"told", "said", "heard"}
"""Having been spoken is no name: a header is declared, an answer rendered, a total summed."""
NO_NAMES_OF_VALUES = {"found", "asked", "known", "given", "made", *NO_VERSE}
"""They say that there is a value, not which: a project, a row, labels, a reply."""
NO_CLASS_ENDINGS = ("Manager", "Helper", "Helpers", "Util", "Utils", "Mixin")


def test_folders_stay_small() -> None:
    counts = Counter(
        str(path.parent.relative_to(ROOT))
        for sources in (*(f"{folder}/**/*.py" for folder in FOLDERS), "frontend/src/**/*.*")
        for path in ROOT.glob(sources)
        if path.name != "__init__.py"
    )
    broken = [f"{folder}: {count} files" for folder, count in counts.items() if count > MOST_FILES]
    assert not broken, "A folder holds several nouns; give each its own:\n  " + "\n  ".join(broken)


def test_files_stay_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
    }
    broken = [f"{place}: {lines} lines" for place, lines in lengths.items() if lines > LONGEST_FILE]
    assert not broken, (
        f"A file over {LONGEST_FILE} lines does more than one thing. Find the noun that is "
        "missing and give it a file:\n  " + "\n  ".join(broken)
    )


def test_functions_fit_on_a_screen() -> None:
    broken = [
        f"{module.place}:{function.lineno} {function.name}: {lines} lines"
        for module in modules().values()
        for function in module.functions
        if (lines := _body_lines(function)) > LONGEST_FUNCTION
    ]
    assert not broken, (
        f"A function over {LONGEST_FUNCTION} lines can't be seen whole. Name its steps:\n  "
        + "\n  ".join(broken)
    )


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.body[0].lineno + 1


def test_names_say_what_is_inside() -> None:
    files = [
        f"{module.place} is called {name!r}"
        for module in modules().values()
        for name in module.name.split(".")
        if name in NO_NAMES
    ]
    classes = [
        f"{module.place}:{node.lineno} class {node.name}"
        for module in modules().values()
        for node in module.nodes
        if isinstance(node, ast.ClassDef) and node.name.endswith(NO_CLASS_ENDINGS)
    ]
    assert not files + classes, (
        "A name such as utils or Manager takes in anything. Call it after what it holds or "
        "does:\n  " + "\n  ".join(files + classes)
    )


def test_names_are_terms_of_the_field() -> None:
    broken = [
        f"{module.place}:{getattr(node, 'lineno', 0)} {name!r}"
        for module in modules().values()
        for node in module.nodes
        for name in (getattr(node, field, None) for field in ("id", "arg", "attr", "name"))
        if isinstance(name, str) and NO_VERSE & set(name.split("_"))
    ]
    assert not broken, (
        "Call it after what it holds (message, digest, declared, total), not after having been "
        "spoken:\n  " + "\n  ".join(broken)
    )


def test_values_are_called_after_what_they_are() -> None:
    broken = [
        f"{module.place}:{node.lineno} {name!r}"
        for module in modules().values()
        for node, name in _bound(module.nodes)
        if name in NO_NAMES_OF_VALUES
    ]
    assert not broken, (
        "Call it after what it is (project, row, labels, reply), not after how one came by it:\n  "
        + "\n  ".join(broken)
    )


def _bound(nodes: list[ast.AST]) -> Iterator[tuple[ast.Name | ast.arg, str]]:
    """Names that are bound in functions and modules. What a class declares is a column, or a part
    of a result that leaves by that name."""
    declared = {
        statement.target
        for node in nodes
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
    }
    for node in nodes:
        if isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Name) and _is_bound(node) and node not in declared:
            yield node, node.id


def _is_bound(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


IN_THE_ZIP = "service.model.in_zip"
"""Goes out with a model and runs where nothing of ours is: its names are those of the zip."""


def test_no_two_classes_of_the_service_have_one_name() -> None:
    places = defaultdict(list)
    for module in modules().values():
        if is_in(module.name, "service") and not is_in(module.name, IN_THE_ZIP):
            for node in module.nodes:
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(f"{module.place}:{node.lineno}")
    broken = [f"{name}: {', '.join(each)}" for name, each in places.items() if len(each) > 1]
    assert not broken, (
        "Two classes of one name are two things that share a word, and the API's description names "
        "such a pair by their modules. Call each after what it is:\n  " + "\n  ".join(broken)
    )


def test_only_the_edge_commits() -> None:
    broken = [
        f"{module.place}:{node.lineno}"
        for module in modules().values()
        if not is_in(module.name, "service.db.database")
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert not broken, (
        "A transaction ends where a request or a task ends (`with app.write() as uow`), nowhere "
        "else: jobs must not leave before their cause is kept:\n  " + "\n  ".join(broken)
    )


def test_migrations_are_no_package() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists(), (
        "alembic/__init__.py would hide the library of that name"
    )
