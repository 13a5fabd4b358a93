"""Every error leaves as problem+json (RFC 9457), from one place."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from service.kit.errors import PostilError
from service.kit.reason_codes import ReasonCode
from service.kit.seldom import Seldom
from service.web.problem_words import field_of, sentence

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
AWAITED = {ReasonCode.NO_VECTORS, ReasonCode.UNDER_WAY}
"""Why a worker can't answer yet. Nothing is wrong, so the log has no line of it."""


class Problem(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None
    reference: str | None = None


CODES = {
    400: "bad_request",
    401: "unauthorized",
    413: "too_large",
}
"""Of what the framework refuses."""
NOT_JSON = "Send the body as JSON, with the header `Content-Type: application/json`."
UNREADABLE = (
    "The body can't be read: it must be JSON in UTF-8, neither cut off nor nested too deeply."
)
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "What is wrong with the request, and what to do."},
    503: {
        "model": Problem,
        "description": "The database or a worker doesn't respond now: send the request again after "
        "`Retry-After` seconds.",
    },
}
FULL = {
    "description": "The disk is full, or nearly: make room, then send the request again. What was "
    "acknowledged is stored, and can be read."
}
"""507, of calls that store something."""


def problem(status: int, code: str, detail: str, **extra: Any) -> JSONResponse:
    """The answer; `retry_after` (seconds) is a header too, which proxies and clients know."""
    title = code.replace("_", " ").capitalize()
    body = Problem(title=title, status=status, detail=detail, code=code, **extra)
    headers = {"Retry-After": str(extra["retry_after"])} if "retry_after" in extra else None
    return JSONResponse(
        jsonable_encoder(body.model_dump(exclude_none=True)),
        status,
        headers,
        media_type=MEDIA_TYPE,
    )


def new_reference() -> str:
    """Stands in an answer, and in the line that it left in the log."""
    return secrets.token_hex(4)


class SeldomLogged:
    """A line a minute of each kind of trouble: on a full disk every answer would be one.

    Answers of that minute have the line's reference.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._seldom, self._lock = Seldom(clock), Lock()
        self._references: dict[str, str] = {}

    def warn(self, code: str, method: str, path: str, why: BaseException) -> str:
        """The reference under which it, or trouble of its kind, stands in the log."""
        with self._lock:
            more = self._seldom.line(code)
            if more is None:
                return self._references[code]
            reference = self._references[code] = new_reference()
        log.warning("%s %s [%s]: %s%s", method, path, reference, why, more)
        return reference


def add_error_handlers(api: FastAPI) -> None:
    seldom = SeldomLogged()

    @api.exception_handler(PostilError)
    def ours(request: Request, error: PostilError) -> JSONResponse:
        if error.status < 500 or error.extra.get("reason", {}).get("code") in AWAITED:
            return problem(error.status, error.code, error.detail, **error.extra)
        why = error.__cause__ or error
        reference = seldom.warn(error.code, request.method, request.url.path, why)
        return problem(error.status, error.code, error.detail, reference=reference, **error.extra)

    @api.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        route = request.scope.get("route")
        issues = [
            {"field": field_of(issue), "reason": sentence(issue, route)} for issue in error.errors()
        ]
        first = issues[0]
        if not first["field"] and "json" not in request.headers.get("content-type", ""):
            first["reason"] = NOT_JSON
        return problem(422, "invalid", first["reason"], field=first["field"] or None, errors=issues)

    @api.exception_handler(HTTPException)
    def framework(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code in (404, 405):
            return _nothing_there(request)
        code = CODES.get(error.status_code, "error")
        detail = UNREADABLE if error.status_code == 400 else str(error.detail)
        return problem(error.status_code, code, detail)

    @api.exception_handler(ClientDisconnect)
    def hung_up(request: Request, _error: ClientDisconnect) -> JSONResponse:
        log.info("%s %s: the caller hung up", request.method, request.url.path)
        return problem(400, "hung_up", "The connection ended before the body did.")

    @api.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        reference = new_reference()
        path = request.url.path
        log.error("%s %s broke [%s]", request.method, path, reference, exc_info=error)
        detail = "Something broke here. It was logged; try again."
        return problem(500, "internal", detail, reference=reference)


def _nothing_there(request: Request) -> JSONResponse:
    """No call is at this address, or none of this method. The page, which is at every other one,
    makes them look alike."""
    path, method = request.url.path, request.method
    calls: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    taken = sorted(
        each.upper()
        for pattern, methods in calls.items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path)
        for each in methods
    )
    if not taken:
        return problem(404, "not_found", f"There is no {path}.")
    detail = f"{path} takes no {method}. It takes {', '.join(taken)}."
    return problem(405, "method_not_allowed", detail)
