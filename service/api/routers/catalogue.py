"""What one can choose from."""

from fastapi import APIRouter

from service.api.dependencies import Paged
from service.api.door import Guarded
from service.api.schemas.base import PageResponse
from service.api.schemas.catalogue import (
    EncoderResponse,
    ExportFormatResponse,
    JobKindResponse,
    StrategyResponse,
)
from service.api.who_may import SignedInReader
from service.core.acquisition import registry
from service.loop.exporting.export_format import export_formats
from service.loop.jobs.kind import job_kinds
from service.loop.vectors.encoders import known_encoders

router = APIRouter(tags=["catalogue"], route_class=Guarded)


@router.get("/strategies")
def get_strategies(_reader: SignedInReader, paging: Paged) -> PageResponse[StrategyResponse]:
    found = paging.cut_by_place(registry.all())
    return PageResponse[StrategyResponse].model_validate(found)


@router.get("/encoders")
def get_encoders(reader: SignedInReader, paging: Paged) -> PageResponse[EncoderResponse]:
    """Encoders, and the live workers that have them; without one, its jobs wait."""
    found = paging.cut_by_place(known_encoders(reader.uow))
    return PageResponse[EncoderResponse].model_validate(found)


@router.get("/job-kinds")
def get_job_kinds(_reader: SignedInReader, paging: Paged) -> PageResponse[JobKindResponse]:
    """Kinds of background work: what each does, and what comes of it when it is ended early."""
    found = paging.cut_by_place(job_kinds().values())
    return PageResponse[JobKindResponse].model_validate(found)


@router.get("/export-formats")
def get_export_formats(
    _reader: SignedInReader, paging: Paged
) -> PageResponse[ExportFormatResponse]:
    """What `format` of an export may be."""
    found = paging.cut_by_place(export_formats().values())
    return PageResponse[ExportFormatResponse].model_validate(found)
