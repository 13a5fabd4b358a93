"""Room for an upload: on the disk, and in the project."""

from collections.abc import AsyncIterator

from service.app import App
from service.kit.errors import BadUpload, TooLarge
from service.pool.queries.imports import Imports

LOOK_AGAIN_BYTES = 16 * 2**20


async def leaving_room(
    app: App, announced: int, chunks: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """The chunks of a body, unless they would fill the disk; raises `DiskFull` then.

    `announced`: how large the body says it is. On SQLite its rows go to the same disk again.
    """
    app.room.check(2 * announced if app.database.is_sqlite else announced)
    since = 0
    async for chunk in chunks:
        since += len(chunk)
        if since >= LOOK_AGAIN_BYTES:
            app.room.check()
            since = 0
        yield chunk


MORE = "Take an import back, or open another project."


class RoomInProject:
    """What is left beside the project's other imports. Raises `BadUpload` when it is used up."""

    def __init__(self, app: App, project_id: int, import_id: int) -> None:
        self._rows, self._bytes = app.settings.max_project_rows, app.settings.max_project_bytes
        with app.read() as uow:
            held_rows, held_bytes = uow[Imports].held(project_id, beside=import_id)
        self._rows_left, self._bytes_left = self._rows - held_rows, self._bytes - held_bytes
        self.read = 0
        """Bytes of the file so far, unpacked: however often it is begun anew."""

    def take(self, count: int) -> None:
        self.read += count
        if self.read > self._bytes_left:
            raise BadUpload(
                f"Unpacked, the file has more than the {max(self._bytes_left, 0):,} bytes that are "
                f"left of the project's {self._bytes:,} (POSTIL_MAX_PROJECT_BYTES). {MORE}"
            )

    def check_rows(self, count: int) -> None:
        """`count`: of the file so far."""
        if count > self._rows_left:
            raise BadUpload(
                f"The file has more than the {max(self._rows_left, 0):,} rows left of the "
                f"project's {self._rows:,} (POSTIL_MAX_PROJECT_ROWS). {MORE}"
            )


def check_room_in_project(app: App, project_id: int) -> None:
    """Raises before a body is read that a full project takes none of it."""
    with app.read() as uow:
        rows, size = uow[Imports].held(project_id)
    if rows >= app.settings.max_project_rows:
        raise TooLarge(f"The project has {rows:,} rows (POSTIL_MAX_PROJECT_ROWS). {MORE}")
    if size >= app.settings.max_project_bytes:
        raise TooLarge(f"The project has {size:,} bytes (POSTIL_MAX_PROJECT_BYTES). {MORE}")
