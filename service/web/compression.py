"""Large answers go out packed; what streams goes out as it comes."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

MIN_BYTES = 4096
"""Below it an answer fits in few packets, and annotators' answers are smaller."""
LEVEL = 5
API = "/api/"
STREAMED = "/export"


class Compression(GZipMiddleware):
    """Exports pass by: a packer would hold their rows back, and takes longer than a network.

    So does the page, which the build has packed.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        is_packed = path.startswith(API) and not path.endswith(STREAMED)
        await (super().__call__ if is_packed else self.app)(scope, receive, send)


def add_compression(api: FastAPI) -> None:
    api.add_middleware(Compression, minimum_size=MIN_BYTES, compresslevel=LEVEL)
