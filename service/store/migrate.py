"""Brings a database to this version's schema."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from alembic import command
from service.errors import SchemaOutOfDate
from service.store.database import Database
from service.store.outage import reached


def scripts() -> Path:
    """The migrations: beside this file in an installed wheel, `alembic/` in a checkout."""
    packaged = Path(__file__).parent / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "alembic"


def config(database: Database) -> Config:
    made = Config()
    made.set_main_option("script_location", str(scripts()))
    made.attributes["engine"] = database.engine
    return made


def migrate(database: Database, revision: str = "head") -> None:
    with reached():
        command.upgrade(config(database), revision)


def downgrade(database: Database, revision: str = "base") -> None:
    command.downgrade(config(database), revision)


def check_revision(database: Database) -> None:
    """Raises `SchemaOutOfDate` unless the database stands at this version's schema."""
    wanted = ScriptDirectory.from_config(config(database)).get_current_head()
    found = database.revision()
    if found != wanted:
        raise SchemaOutOfDate(
            f"The database is at revision {found or 'none'}, this version needs {wanted}. "
            "Run `postil migrate`."
        )
