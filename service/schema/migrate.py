"""Brings a database to this version's schema, or says why that can't be done."""

import os
import re
from importlib.metadata import version
from pathlib import Path
from pkgutil import resolve_name

from sqlalchemy import Engine, exists, inspect, select, table

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
CREATED = re.compile(r"""\bcreate_table\(\s*["'](\w+)["']""")


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
    copy, as it was. Raises `UnknownSchema` for tables that no revision here has made, and
    `SchemaOutOfDate` for rows of a room that isn't installed."""
    before, copy = check_can_migrate(database), None
    if before not in (None, revisions()[-1]) and database.file is not None:
        copy = _keep_copy(database, database.file, before)
    with reached():
        _with_alembic("upgrade", database.engine, revision)
    if revision == "head":
        _check_rooms(database)
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
    """Raises `SchemaOutOfDate` unless the database has this version's schema, and no rows but those
    of rooms that are installed."""
    check_can_migrate(database)
    check_revision(database)
    _check_rooms(database)


def _check_rooms(database: Database) -> None:
    """An optional room that is absent leaves its tables, which stay in the one history. Its rows
    would be lost in moves, and nobody would keep to them."""
    scripted = [file.read_text("utf-8") for file in (scripts() / "versions").glob("*.py")]
    absent = {*CREATED.findall("\n".join(scripted))} - metadata.tables.keys()
    with reached(), database.engine.connect() as connection:
        there = sorted(absent & {*inspect(connection).get_table_names()})
        has_rows = {name: select(exists().select_from(table(name))) for name in there}
        filled = [name for name, asking in has_rows.items() if connection.scalar(asking)]
    if filled:
        raise SchemaOutOfDate(
            "The database has rows of parts of Postil that aren't installed here, in the tables "
            f"{', '.join(filled)}. Install the whole of Postil: "
            "pip install --force-reinstall postil"
        )


def check_can_migrate(database: Database) -> str | None:
    """The revision that the database is at; None of an empty one. Raises `UnknownSchema` where
    this version doesn't know it."""
    revision = database.revision()
    if revision is None:
        with reached():
            tables = inspect(database.engine).get_table_names()
        if not metadata.tables.keys().isdisjoint(tables):
            raise UnknownSchema(f"The database has tables, but no revision. {WHAT_TO_DO}")
    elif revision not in revisions():
        raise UnknownSchema(
            f"Postil {version('postil')} doesn't know the database's revision {revision}. A newer "
            f"version made it, or one from before the first release. {WHAT_TO_DO}"
        )
    return revision


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
