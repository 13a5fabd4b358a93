"""For whoever runs the service. Outside /api/v1, without signing in."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from service.api.dependencies import AppDep
from service.loop.jobs.show_health import check_ready, show_metrics

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def get_health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def get_ready(app: AppDep) -> dict[str, str]:
    """The database answers and has this version's schema."""
    check_ready(app)
    return {"status": "ok"}


@router.get("/metrics", response_class=PlainTextResponse)
def get_metrics(app: AppDep) -> PlainTextResponse:
    """Jobs by kind and state, and live workers, in Prometheus' text format."""
    with app.read() as uow:
        return PlainTextResponse(show_metrics(uow), media_type="text/plain; version=0.0.4")
