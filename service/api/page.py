"""Serves the built page: assets by name, every other path gets index.html."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

STATIC = Path(__file__).parent / "static"
NOT_BUILT = (
    "<!doctype html><title>Postil</title><p>The page isn't built. Run <code>make page</code> in "
    "the checkout, then reload. The API is at <a href=/api/v1/docs>/api/v1/docs</a>."
)


def add_page(api: FastAPI) -> None:
    @api.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404, f"There is no /{path}.")
        file = _file(path)
        if file is not None:
            return FileResponse(file, headers={"Cache-Control": _cache(path)})
        if path.startswith("assets/"):
            raise HTTPException(404, f"There is no /{path}.")
        if not (STATIC / "index.html").is_file():
            return HTMLResponse(NOT_BUILT)
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


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
