"""Serves the built page: assets by name, every other path gets index.html."""

import base64
import hashlib
import re
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from service.web.middleware import POLICY

STATIC = Path(__file__).parent / "static"
NOT_BUILT = (
    "<!doctype html><title>Postil</title><p>The page isn't built. Run <code>make page</code> in "
    "the checkout, then reload. The API is at <a href=/api/v1/docs>/api/v1/docs</a>."
)


def add_page(api: FastAPI) -> None:
    @api.get("/api/v1/docs", include_in_schema=False)
    def docs(request: Request) -> Response:
        return page("docs/index.html", request)

    @api.get("/{path:path}", include_in_schema=False)
    def page(path: str, request: Request) -> Response:
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404)
        file = _file(path)
        if file is not None:
            return _answer(file, _cache(path), takes_gzip)
        if path.startswith("assets/"):
            raise HTTPException(404)
        if not (STATIC / "index.html").is_file():
            return HTMLResponse(NOT_BUILT)
        index = STATIC / "index.html"
        answer = _answer(index, "no-cache", takes_gzip)
        answer.headers["Content-Security-Policy"] = _policy(index, index.stat().st_mtime_ns)
        return answer


def _answer(file: Path, cache: str, takes_gzip: bool) -> FileResponse:
    """The file, as the build packed it if it did: 165 KB of page instead of 557."""
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    packed = file.with_name(f"{file.name}.gz")
    if not takes_gzip or not packed.is_file():
        return FileResponse(file, headers=headers)
    kind, _ = guess_type(file.name)
    headers["Content-Encoding"] = "gzip"
    return FileResponse(packed, headers=headers, media_type=kind or "application/octet-stream")


INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@lru_cache(maxsize=1)
def _policy(index: Path, _changed_at: int) -> str:
    """What every answer has, and that the scripts which this file itself holds may run."""
    hashes = [hashlib.sha256(script).digest() for script in INLINE.findall(index.read_bytes())]
    allowed = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in hashes)
    return f"{POLICY.decode()}; script-src 'self' {allowed}".rstrip()


def _file(path: str) -> Path | None:
    """The file of that name, if the page has one."""
    try:
        file = (STATIC / path).resolve()
        is_ours = file.is_relative_to(STATIC.resolve()) and file.is_file()
    except (OSError, ValueError):  # no file system has such a name
        return None
    return file if is_ours else None


def _cache(path: str) -> str:
    """Names under assets/ carry a hash of their content."""
    return "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
