"""What one can choose from."""

from fastapi import APIRouter

from service.core.acquisition import registry
from service.exporting.export_format import EXPORT_FORMATS, ExportFormat
from service.jobs.kind import JOB_KINDS, JobKind
from service.kit.page import Page
from service.rounds.shapes import StrategyInfo
from service.vectors.encoders import AvailableEncoder, known_encoders
from service.web.dependencies import Paged
from service.web.door import Guarded
from service.web.who_may import SignedInReader

router = APIRouter(tags=["catalogue"], route_class=Guarded)


@router.get("/strategies")
def get_strategies(_reader: SignedInReader, paging: Paged) -> Page[StrategyInfo]:
    """Lists the strategies, with their citations."""
    return paging.cut_by_place(registry.all()).shown(
        lambda strategy: StrategyInfo(
            strategy.name, strategy.version, strategy.title, strategy.about, strategy.citation
        )
    )


@router.get("/encoders")
def get_encoders(reader: SignedInReader, paging: Paged) -> Page[AvailableEncoder]:
    """Lists encoders, with the running workers that have each. Without one, jobs of an encoder
    wait."""
    return paging.cut_by_place(known_encoders(reader.uow))


@router.get("/job-kinds")
def get_job_kinds(_reader: SignedInReader, paging: Paged) -> Page[JobKind]:
    """Lists the kinds of background work, with what each does and what happens if it is ended
    early."""
    return paging.cut_by_place(JOB_KINDS.values())


@router.get("/export-formats")
def get_export_formats(_reader: SignedInReader, paging: Paged) -> Page[ExportFormat]:
    """Lists the formats that an export may have."""
    return paging.cut_by_place(EXPORT_FORMATS.values())
