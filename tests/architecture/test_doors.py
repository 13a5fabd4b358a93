"""No door without a room: a column that nothing fills, a word that nothing says, is a promise."""

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

import pytest
from sqlalchemy import Column, Table

import service.kit.vocabulary
from service.kit.settings import Settings
from service.schema import MODELS, metadata
from tests.architecture.source import STORED, Module, is_in, modules, part_of

SETTINGS = "service.pool.tables.project_settings"
"""What requests and results have a field of each of."""


def is_shapes(name: str) -> bool:
    """Of what leaves a room, or comes into one: whoever makes it names its fields."""
    return is_in(name, SETTINGS) or "shapes" in name.split(".")


QUOTED = re.compile(r'"(\w+)"')
"""A column in the text of a statement."""


@dataclass
class Names:
    """What a module names, by what it can mean for a column."""

    written: set[str] = field(default_factory=set)
    """Keywords, keys, what is assigned, the columns of a statement."""
    read: set[str] = field(default_factory=set)
    """Attributes, fields of rows."""
    known: set[str] = field(default_factory=set)
    """What it imports, and tables by their names."""


def _names(module: Module) -> Names:
    found, is_schema = Names(), is_shapes(module.name)
    for node in module.nodes:
        match node:
            case ast.Attribute():
                found.read.add(node.attr)
                if isinstance(node.ctx, ast.Store):
                    found.written.add(node.attr)
            case ast.keyword(arg=str(name)):
                found.written.add(name)
            case ast.Constant(value=str(word)):
                found.written |= {word, *QUOTED.findall(word)}
                found.known.add(word)
                if part_of(module.name) in STORED or is_in(module.name, "service.db"):
                    found.read.add(word)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.read.add(name)
                if is_schema:
                    found.written.add(name)
            case ast.alias():
                found.known.add(node.name)
    return found


def _outside(*but: str) -> list[Module]:
    """Of the service and its workers: that a client names something fills nothing."""
    return [module for module in modules().values() if not is_in(module.name, "postil", *but)]


@cache
def names() -> dict[str, Names]:
    """By module."""
    found = [
        module
        for module in _outside("service.schema", "service.kit.vocabulary")
        if part_of(module.name) != "tables" or module.name == SETTINGS
    ]
    return {module.name: _names(module) for module in found}


CONSTANTS = {
    table.name: name
    for module in modules()
    if part_of(module) == "tables"
    for name, table in vars(import_module(module)).items()
    if isinstance(table, Table)
}


def unfilled(column: Column[object]) -> list[str]:
    """What is missing of a column: who writes it, who reads it."""
    model = MODELS[column.table.name]
    ways = {model.__name__, CONSTANTS.get(column.table.name, ""), column.table.name}
    near = [n for name, n in names().items() if n.known & ways or is_shapes(name)]
    # A time that a row is given as it is made has nobody else to write it.
    is_made = model.model_fields[column.name].default_factory is not None
    missing = []
    if not is_made and not any(column.name in each.written for each in near):
        missing.append("written")
    if not any(column.name in each.read for each in near):
        missing.append("read")
    return missing


@pytest.mark.slow
def test_every_column_is_written_and_read() -> None:
    broken = [
        f"{column} is never {' nor '.join(missing)}"
        for table in metadata.sorted_tables
        for column in table.c
        if column.name != "id" and (missing := unfilled(column))
    ]
    assert not broken, (
        "Leave a column out until something fills it, and take it out with the last that did:\n  "
        + "\n  ".join(broken)
    )


@pytest.mark.slow
def test_a_column_that_nobody_fills_is_seen() -> None:
    """One that a statement reads and none writes; one that is written and never read."""
    column, name = Column("nickname"), "nickname"
    column.table = metadata.tables["label_class"]
    model = MODELS["label_class"]
    near = names()["service.pool.queries.classes"]
    fields = {**model.model_fields, name: model.model_fields["name"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "__pydantic_fields__", fields)
        assert unfilled(column) == ["written", "read"]
        patch.setattr(near, "read", {*near.read, name})
        assert unfilled(column) == ["written"]
        patch.setattr(near, "written", {*near.written, name})
        assert unfilled(column) == []


@pytest.mark.slow
def test_every_word_is_used() -> None:
    used = {
        f"{node.value.id}.{node.attr}"
        for module in _outside("service.kit.vocabulary")
        for node in module.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    words = {
        f"{kind.__name__}.{name}"
        for kind in vars(service.kit.vocabulary).values()
        if hasattr(kind, "__members__")
        for name in kind.__members__
    }
    assert len(words) > 20
    assert words <= used, f"Words that nothing is called by: {sorted(words - used)}"


def test_every_setting_is_read() -> None:
    read = {
        node.attr
        for module in _outside()
        for node in module.nodes
        if isinstance(node, ast.Attribute)
    }
    assert {*Settings.model_fields} <= read
