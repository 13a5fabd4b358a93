"""Brings a database to this version's schema, or says why that can't be done."""

import os
import re
from importlib.metadata import version
from pathlib import Path
from pkgutil import resolve_name

from sqlalchemy import Engine, MetaData, StaticPool, create_engine, inspect

from service.db.database import Database
from service.db.disk import private_file
from service.db.outage import reached
from service.kit.errors import SchemaOutOfDate, UnknownSchema
from service.schema import metadata

WHAT_TO_DO = (
    "Nothing was changed. Go on with the version of Postil that made it. To bring its projects to "
    "this version, save it there (`postil backup`), export each project there (`postil export`), "
    "and import those files here in a new data directory."
)

IN_SCRIPT = re.compile(r"""^(revision|down_revision) = (?:None|["'](.+)["'])$""", re.MULTILINE)
Part = tuple[str, ...]
"""`table.column` and whether it may be null, a reference or an index."""
LAST_UNRELEASED = "0028"
"""The revision whose tables the first one of this history makes: before the first release there
were 28."""


def scripts() -> Path:
    """The migrations: beside this file in an installed wheel, `alembic/` in a checkout."""
    packaged = Path(__file__).parent / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "alembic"


def revisions() -> list[str]:
    """Those that this version knows, the first one first."""
    follows: dict[str | None, str] = {}
    for file in (scripts() / "versions").glob("*.py"):
        script = dict(IN_SCRIPT.findall(file.read_text("utf-8")))
        follows[script["down_revision"] or None] = script["revision"]
    history: list[str] = []
    while (last := history[-1] if history else None) in follows:
        history.append(follows[last])
    return history


def _with_alembic(do: str, engine: Engine, revision: str) -> None:
    """Imported when it is first needed, which in a worker is never."""
    resolve_name(f"service.schema.with_alembic:{do}")(scripts(), engine, revision)


def migrate(database: Database, revision: str = "head") -> Path | None:
    """All of it or nothing, also where the process is killed. Where an SQLite file was changed: its
    copy, as it was. Raises `UnknownSchema` for tables that no revision here has made."""
    before, copy = check_can_migrate(database), None
    if before not in (None, revisions()[-1]) and database.file is not None:
        copy = _keep_copy(database, database.file, before)
    with reached():
        if before == LAST_UNRELEASED and before not in revisions():
            _with_alembic("say_it_is_at", database.engine, revisions()[0])
        _with_alembic("upgrade", database.engine, revision)
    return copy


def downgrade(database: Database, revision: str = "base") -> None:
    _with_alembic("downgrade", database.engine, revision)


def check_revision(database: Database) -> None:
    """Raises `SchemaOutOfDate` unless the database says that it is at this version's schema."""
    wanted, revision = revisions()[-1], database.revision()
    if revision != wanted:
        raise SchemaOutOfDate(
            "The database is empty. `postil migrate`, run once with the same settings, prepares it."
            if revision is None
            else f"The database is at revision {revision}, this version needs {wanted}. "
            "Run `postil migrate`."
        )


def check_schema(database: Database) -> None:
    """Raises `SchemaOutOfDate` unless the database has this version's schema."""
    check_can_migrate(database)
    check_revision(database)


def check_can_migrate(database: Database) -> str | None:
    """The revision that the database is at. Raises `UnknownSchema` where this version doesn't
    know it, or knows another by that number: earlier versions used some of them twice."""
    revision, history = database.revision(), revisions()
    with reached():
        parts = shape(database.engine)
    if revision is None:
        if any(part in parts for part in shape_of(metadata)):
            raise UnknownSchema(f"The database has tables, but no revision. {WHAT_TO_DO}")
        return None
    if revision not in history:
        if _is_last_unreleased(revision, parts):
            return revision
        raise UnknownSchema(
            f"Postil {version('postil')} doesn't know the database's revision {revision}. A newer "
            f"version made it, or one from before the first release. {WHAT_TO_DO}"
        )
    expected = shape_of(metadata) if revision == history[-1] else _made_by(revision)
    if (wrong := difference(parts, expected)) is not None:
        raise UnknownSchema(
            f"The database says revision {revision}, but differs from it: {wrong}. Another version "
            f"made it. {WHAT_TO_DO}"
        )
    return revision


def _is_last_unreleased(revision: str, parts: set[Part]) -> bool:
    return revision == LAST_UNRELEASED and difference(parts, _made_by(revisions()[0])) is None


def _made_by(revision: str) -> set[Part]:
    """What the tables of an earlier revision are made of: they are made, to look at them."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        _with_alembic("upgrade", engine, revision)
        return shape(engine)
    finally:
        engine.dispose()


def _keep_copy(database: Database, file: Path, revision: str | None) -> Path:
    """Beside the file, under the revision's name; whole or not there, and the only one."""
    copy = file.with_name(f"{file.name}.revision-{revision}")
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    private_file(part)
    try:
        database.copy_to(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
    for other in file.parent.glob(f"{file.name}.revision-*"):
        if other != copy:
            other.unlink()
    return copy


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
