"""What a database's tables are made of: by it two are told apart that say the same revision."""

from sqlalchemy import Engine, MetaData, inspect

Part = tuple[str, ...]
"""`table.column` and whether it may be null, a reference or an index."""


def shape(engine: Engine) -> set[Part]:
    """The same on either database: names, what may be null, what refers to which table."""
    inspector = inspect(engine)
    parts = {
        ("column", f"{table}.{column['name']}", "null" if column["nullable"] else "not null")
        for (_, table), columns in inspector.get_multi_columns().items()
        for column in columns
    }
    parts |= {
        ("reference", f"{table}.{key['constrained_columns'][0]}", key["referred_table"])
        for (_, table), keys in inspector.get_multi_foreign_keys().items()
        for key in keys
    }
    return parts | {
        ("index", f"{table}.{index['name']}")
        for (_, table), indexes in inspector.get_multi_indexes().items()
        for index in indexes
        if "duplicates_constraint" not in index
    }


def shape_of(metadata: MetaData) -> set[Part]:
    """As `shape` finds it where these tables were made."""
    parts: set[Part] = set()
    for table in metadata.tables.values():
        for column in table.c:
            place = f"{table.name}.{column.name}"
            parts.add(("column", place, "null" if column.nullable else "not null"))
            for key in column.foreign_keys:
                parts.add(("reference", place, key.column.table.name))
        parts |= {("index", f"{table.name}.{index.name}") for index in table.indexes}
    return parts


def difference(actual: set[Part], expected: set[Part]) -> str | None:
    """What is missing, or is more than its table should have, in a few words; None: nothing.

    Tables and indexes of somebody's own, and references that are checked once more, do no harm.
    """
    missing = sorted(expected - actual)
    if missing:
        return f"the {' '.join(missing[0])} is missing"
    tables = {_table(part) for part in expected}
    extra = sorted(p for p in actual - expected if p[0] == "column" and _table(p) in tables)
    return f"the {' '.join(extra[0])} is one too many" if extra else None


def _table(part: Part) -> str:
    return part[1].partition(".")[0]
