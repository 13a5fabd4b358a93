"""What moves with a project is all there is, and names all that it refers to."""

from service.db.columns import REFERS_TO
from service.moving.queries.moved_tables import LEFT_BEHIND, MOVED, references
from service.pool.tables.project_settings import SETTINGS
from service.schema import metadata


def test_every_table_moves_after_those_that_it_refers_to_or_stays_for_a_reason() -> None:
    names = [each.name for each in MOVED]
    assert {*names}.isdisjoint(LEFT_BEHIND)
    assert all(LEFT_BEHIND.values())
    for place, each in enumerate(MOVED):
        referred = {key.column.table.name for key in each.table.foreign_keys} - {*LEFT_BEHIND}
        assert referred <= {*names[: place + 1]}, each.name


def test_every_reference_is_checked_or_follows_from_one_that_is() -> None:
    unchecked = [
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.c
        if column.name.endswith("_id") and not column.foreign_keys
    ]
    implied = {
        (t.name, c.name) for t in metadata.tables.values() for c in t.c if REFERS_TO in c.info
    }
    assert {*unchecked} == implied | {("item_source", "external_id")}
    for name, column in implied:
        assert references(name)[column] in reached(name)


def reached(name: str) -> set[str]:
    """The tables that a row needs one of, by references that are checked."""
    needed = {
        key.column.table.name
        for column in metadata.tables[name].c
        for key in column.foreign_keys
        if not column.nullable
    }
    return needed.union(*map(reached, needed))


def test_each_setting_moves_with_its_project() -> None:
    [moved] = [each for each in MOVED if each.name == "project"]
    assert SETTINGS.keys() <= {*moved.columns}
