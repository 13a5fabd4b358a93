from service import bootstrap
from service.commands.options import DataDir, settings_with


def migrate(data_dir: DataDir = None) -> None:
    """Bring the database to this version's schema.

    The database is that of POSTIL_DATABASE_URL, else the SQLite file in the data directory,
    which `postil serve` migrates by itself.
    """
    app = bootstrap.build(settings_with(data_dir=data_dir))
    try:
        app.migrate()
        print(f"The database is at revision {app.database.revision()}.")
    finally:
        app.close()
