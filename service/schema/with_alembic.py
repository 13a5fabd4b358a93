"""What alembic does. Who only looks at a schema goes without it: it takes 9 MB of a process."""

from pathlib import Path

from alembic.config import Config
from sqlalchemy import Engine

from alembic import command


def upgrade(scripts: Path, engine: Engine, revision: str) -> None:
    command.upgrade(_config(scripts, engine), revision)


def downgrade(scripts: Path, engine: Engine, revision: str) -> None:
    command.downgrade(_config(scripts, engine), revision)


def _config(scripts: Path, engine: Engine) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(scripts))
    settings.attributes["engine"] = engine
    return settings
