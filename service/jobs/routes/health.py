"""For whoever runs the service. Outside /api/v1, without signing in."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from service.jobs.show_health import check_ready, show_metrics
from service.web.door import Probed
from service.web.who_may import AnyoneWaiting

router = APIRouter(tags=["health"], route_class=Probed)


@router.get("/healthz")
async def get_health(_app: AnyoneWaiting) -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def get_ready(app: AnyoneWaiting) -> dict[str, str]:
    """The database answers, has this version's schema and takes writes.

    `warning`: the disk is nearly full. Answers are stored, uploads are refused.
    """
    warning = check_ready(app)
    return {"status": "ok"} if warning is None else {"status": "ok", "warning": warning}


@router.get("/metrics", response_class=PlainTextResponse)
def get_metrics(app: AnyoneWaiting) -> PlainTextResponse:
    """Jobs by kind and state, live workers, and what the disk has free, for Prometheus."""
    return PlainTextResponse(show_metrics(app), media_type="text/plain; version=0.0.4")
