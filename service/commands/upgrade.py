import sys

from service.app import App


def upgrade(app: App) -> None:
    """Brings the database to this version's schema, and says where it is as it was."""
    copy = app.migrate()
    if copy is not None:
        print(f"The database was upgraded. As it was before it is in {copy}.", file=sys.stderr)
