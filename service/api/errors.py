"""Every error leaves as problem+json (RFC 9457), from one place."""

import logging
import re
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from service.api.problem_words import field_of, sentence
from service.errors import PostilError

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


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
    "4XX": {"model": Problem, "description": "What was wrong with the request, and what to do."}
}


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


def add_error_handlers(api: FastAPI) -> None:
    @api.exception_handler(PostilError)
    def ours(request: Request, error: PostilError) -> JSONResponse:
        if error.status < 500:
            return problem(error.status, error.code, error.detail, **error.extra)
        reference = new_reference()
        why = error.__cause__ or error
        log.warning("%s %s [%s]: %s", request.method, request.url.path, reference, why)
        return problem(error.status, error.code, error.detail, reference=reference, **error.extra)

    @api.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        route = request.scope.get("route")
        found = [
            {"field": field_of(issue), "reason": sentence(issue, route)} for issue in error.errors()
        ]
        first = found[0]
        if not first["field"] and "json" not in request.headers.get("content-type", ""):
            first["reason"] = NOT_JSON
        return problem(422, "invalid", first["reason"], field=first["field"] or None, errors=found)

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
        for known, methods in calls.items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", known), path)
        for each in methods
    )
    if not taken:
        return problem(404, "not_found", f"There is no {path}.")
    detail = f"{path} takes no {method}. It takes {', '.join(taken)}."
    return problem(405, "method_not_allowed", detail)
