"""What one can choose from."""

from fastapi import APIRouter

from service.api.dependencies import Paged
from service.api.door import Guarded
from service.api.schemas.catalogue import (
    EncoderResponse,
    ExportFormatResponse,
    JobKindResponse,
    StrategyResponse,
)
from service.api.who_may import SignedInReader
from service.core.acquisition import registry
from service.kit.page import Page
from service.loop.exporting.export_format import export_formats
from service.loop.jobs.kind import job_kinds
from service.loop.vectors.encoders import known_encoders

router = APIRouter(tags=["catalogue"], route_class=Guarded)


@router.get("/strategies")
def get_strategies(_reader: SignedInReader, paging: Paged) -> Page[StrategyResponse]:
    found = paging.cut_by_place(registry.all())
    return found.shown(StrategyResponse.model_validate)


@router.get("/encoders")
def get_encoders(reader: SignedInReader, paging: Paged) -> Page[EncoderResponse]:
    """Encoders, and the live workers that have them; without one, its jobs wait."""
    found = paging.cut_by_place(known_encoders(reader.uow))
    return found.shown(EncoderResponse.model_validate)


@router.get("/job-kinds")
def get_job_kinds(_reader: SignedInReader, paging: Paged) -> Page[JobKindResponse]:
    """Kinds of background work: what each does, and what comes of it when it is ended early."""
    found = paging.cut_by_place(job_kinds().values())
    return found.shown(JobKindResponse.model_validate)


@router.get("/export-formats")
def get_export_formats(_reader: SignedInReader, paging: Paged) -> Page[ExportFormatResponse]:
    """What `format` of an export may be."""
    found = paging.cut_by_place(export_formats().values())
    return found.shown(ExportFormatResponse.model_validate)
