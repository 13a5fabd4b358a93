"""Vectors of a model of yours, sent to be learnt from beside those of the service."""

import json
import math
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from postil.connection import Connection
from postil.errors import ImportFailed, PostilError
from postil.importing import post_upload
from postil.progress import Progress
from postil.rows import NDJSON, upload_of_file

POLL_SECONDS = 0.2
AT_ONCE = 1 << 16
"""Bytes."""
GZIP = 31
NUMBER = "{:.9g}".format
"""As exact as numbers of 32 bits are."""


class OwnVectors:
    """Those of a project, by the name that it gives them."""

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection = connection
        self._base = f"{base}/vectors"

    def add(
        self,
        name: str,
        ids: Sequence[Any],
        vectors: Any,
        *,
        progress: bool | None = None,
    ) -> None:
        """Sends `vectors` (n, D), an array or rows, of the texts that came with these `ids` (n,).

        Waits until they are taken in. Later ones take the place of earlier ones. Raises `Refused`
        or `ImportFailed` with the line and the reason: then none of them was taken.
        """
        if len(ids) != len(vectors):
            raise PostilError(f"{len(ids):,} ids came with {len(vectors):,} vectors.")
        with Progress(name, shown=progress) as bar:
            job = self._connection.send(
                "POST",
                self._path(name),
                content=lambda: _packed(_lines(ids, vectors, bar)),
                headers={"Content-Type": NDJSON},
                again=True,
            )
            self._wait(job, bar)
            bar.say(f"{len(ids):,} vectors")

    def add_file(
        self,
        name: str,
        file: str | Path,
        *,
        id: str | None = None,  # noqa: A002 - the API's name
        vector: str | None = None,
        progress: bool | None = None,
    ) -> None:
        """The same from a file that the service reads; `id` and `vector` name its columns."""
        with Progress(name, shown=progress) as bar:
            columns = {"id": id, "vector": vector}
            body = upload_of_file(Path(file))
            self._wait(post_upload(self._connection, self._path(name), body, columns, bar), bar)

    def views(self) -> list[dict[str, Any]]:
        """What there is: the names, and how many texts have a vector."""
        return [*self._connection.pages(self._base)]

    def delete(self, name: str) -> None:
        """Rounds go on without them."""
        self._connection.delete(self._path(name))

    def coverage(self, name: str) -> dict[str, Any]:
        """How many texts have one of this name, and which is the first without."""
        return dict(self._connection.get(self._path(name)))

    def _path(self, name: str) -> str:
        return f"{self._base}/{quote(name, safe='')}"

    def _wait(self, job: Mapping[str, Any], bar: Progress) -> None:
        while job["finished_at"] is None:
            time.sleep(POLL_SECONDS)
            job = self._connection.get(f"/jobs/{job['id']}")
            bar.update(job["done"], job["total"], "bytes read")
        if job["state"] != "done":
            raise ImportFailed(f"No vector was taken. {job['error'] or 'The job was cancelled.'}")


def _lines(
    ids: Sequence[Any], vectors: Iterable[Iterable[float]], bar: Progress
) -> Iterator[bytes]:
    for number, (own, vector) in enumerate(zip(ids, vectors, strict=True), start=1):
        listed = ",".join(map(NUMBER, _finite(number, vector)))
        yield f'{{"id": {json.dumps(str(own))}, "vector": [{listed}]}}\n'.encode()
        bar.update(number, len(ids), "vectors sent")


def _finite(number: int, vector: Iterable[float]) -> list[float]:
    try:
        values = [float(value) for value in vector]
    except (TypeError, ValueError):
        raise PostilError(f"Vector {number:,} is no list of numbers.") from None
    if not all(map(math.isfinite, values)):
        raise PostilError(f"Vector {number:,} has a number that isn't finite.")
    return values


def _packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """They are long and compress to less than half."""
    packer, held = zlib.compressobj(1, wbits=GZIP), bytearray()
    for line in lines:
        held += packer.compress(line)
        if len(held) >= AT_ONCE:
            yield bytes(held)
            held.clear()
    yield bytes(held) + packer.flush()
