"""Whether a file of SQLite is as it was written."""

from sqlalchemy import Engine

from service.db.outage import reached
from service.kit.errors import DatabaseDamaged

LOST = "{found} of its rows refer to rows that aren't there, of {table} to {target} for instance"


def check_integrity(engine: Engine) -> None:
    """Reads all of it. Raises `DatabaseDamaged` where a page, an index or a reference is wrong."""
    with reached(), engine.connect() as connection:
        wrong = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if wrong == "ok":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if not lost:
                return
            wrong = LOST.format(found=len(lost), table=lost[0][0], target=lost[0][2])
    raise DatabaseDamaged(f"The database's file is damaged: {wrong}.")
