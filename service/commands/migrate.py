import sys

from service import bootstrap
from service.app import App
from service.commands.options import DataDir
from service.kit.settings import settings_with
from service.people.sign_in import first_admin


def upgrade(app: App) -> None:
    """Brings the database to this version's schema, and says where it is as it was."""
    copy = app.migrate()
    if copy is not None:
        print(f"The database was upgraded. As it was before it is in {copy}.", file=sys.stderr)


def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to this version's schema, and make the first account in a new one.

    The database is that of POSTIL_DATABASE_URL, else the SQLite file in the data directory,
    which `postil serve` migrates by itself.
    """
    app = bootstrap.build(settings_with(data_dir=data_dir))
    try:
        app.database.revision()  # says in a line when the database is away
        upgrade(app)
        with app.write() as uow:
            first_admin(uow)
        print(f"The database is at revision {app.database.revision()}.")
    finally:
        app.close()
