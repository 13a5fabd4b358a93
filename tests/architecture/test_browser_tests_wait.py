"""Browser tests wait for what an action leads to: who reads at once what the page shows may read
what it showed before.

`expect` and `until` wait. What reads once is told here where it stands right after an action.
"""

import ast
import re
from collections.abc import Container, Iterator
from itertools import pairwise

from tests.architecture.source import ROOT

BROWSER = ROOT / "tests" / "browser"
ACTION = re.compile(
    "check|click|dblclick|dispatch_event|down|drag_to|fill|focus|hover|move|press|select_option"
    "|set_input_files|set_viewport_size|tap|type|uncheck|up|wheel"
)
READING = re.compile(
    "all|all_inner_texts|all_text_contents|bounding_box|count|evaluate|evaluate_all|get_attribute"
    "|inner_text|input_value|is_checked|is_enabled|is_visible|text_content"
)


def places(source: str, readers: Container[str] = ()) -> list[int]:
    """Lines that read right after an action; `readers` are functions that read for others."""
    bodies = (
        body
        for node in ast.walk(ast.parse(source))
        for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
        if isinstance(body, list)
    )
    return sorted(
        following.lineno
        for body in bodies
        for action, following in pairwise(body)
        if _is_action(action)
        if any(READING.fullmatch(each) or each in readers for each in _called_at_once(following))
    )


def _is_action(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and ACTION.fullmatch(_name(call)) is not None


def _called_at_once(node: ast.AST) -> Iterator[str]:
    """What a statement calls, without what follows in its body or is called later: a lambda."""
    if isinstance(node, ast.Call):
        yield _name(node)
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda | ast.stmt):
            yield from _called_at_once(child)


def _name(call: ast.Call) -> str:
    if any(isinstance(each, ast.Name) and each.id == "TWO_FRAMES" for each in call.args):
        return "until"  # it has painted
    function = call.func
    return getattr(function, "attr", getattr(function, "id", ""))


def readers(source: str) -> set[str]:
    """Functions of a file that read and don't wait."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return {function.name for function in functions if _reads_only(function)}


def _reads_only(function: ast.FunctionDef) -> bool:
    called = {_name(each) for each in ast.walk(function) if isinstance(each, ast.Call)}
    does_more = called & {"expect", "until"} or any(map(ACTION.fullmatch, called))
    return not does_more and any(map(READING.fullmatch, called))


def test_nothing_is_read_right_after_an_action() -> None:
    sources = {file: file.read_text("utf-8") for file in sorted(BROWSER.rglob("*.py"))}
    told = [
        f"{file.relative_to(ROOT)}:{line}"
        for file, source in sources.items()
        for line in places(source, readers(source))
    ]
    assert told == [], "wait with `expect` or `until`"


def test_the_check_sees_what_it_is_about() -> None:
    source = (
        "def box(of):\n    return of.bounding_box()\n"
        "def test():\n    page.press('a')\n    assert box(mark)['x'] > before\n"
        "    row.click()\n    text = panel.inner_text()\n"
        "    row.click()\n    until(lambda: panel.inner_text() != text)\n"
        "    row.click()\n    expect(panel).to_have_count(2)\n    panel.count()\n"
    )
    assert readers(source) == {"box"}
    assert places(source, readers(source)) == [5, 7]
