"""Takes an upload only where the disk has room for it and for answers after it."""

from collections.abc import AsyncIterator

from service.loop.app import App

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
