"""A model as a zip, the full or the fast one: made when somebody asks for it."""

from dataclasses import asdict

from service.answers import Feature
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, Urgency, register
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.kit.errors import Conflict
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Rung
from service.pool.queries.projects import Projects, Views
from service.ports import spec_of
from service.rounds.queries.rounds import Rounds

PACK_MODEL = register(
    JobKind(
        name="pack_model",
        title="Preparing the model",
        when_ended="The model that was prepared before stays, if there is one.",
        handler="service.model.pack_model:pack_model",
        priority=4,
        niceness=4,
        urgency=Urgency.AWAITED,
        takes_encoder=True,
        one_at_a_time=True,
        excludes="pack_model",
        comes_back="A model can be asked for again.",
        unit="step",
    )
)
FAST_MODEL = register(
    JobKind(
        name="fast_model",
        title="Preparing the fast model",
        when_ended="The fast model that was prepared before stays, if there is one.",
        handler="service.model.fast_model:pack_fast_model",
        priority=4,
        niceness=4,
        urgency=Urgency.AWAITED,
        takes_encoder=True,
        one_at_a_time=True,
        excludes="pack_model",
        comes_back="A fast model can be asked for again.",
        unit="step",
    )
)
PACKS = {Rung.FULL: PACK_MODEL, Rung.FAST: FAST_MODEL}
QUICK = 15
"""CPU-seconds for 10,000 short texts, at most, of encoders that a fast model keeps: its own small
one takes 18."""
NEEDS = {Rung.FULL: Feature.MODEL_FILE, Rung.FAST: Feature.FAST_MODEL}


def start_packing(uow: UnitOfWork, project_id: int, rung: Rung) -> JobStatus:
    """The job that packs the model of the last measured round, or the one that is open already.

    `Conflict`, with its reason, where no round has left a model, or the full one is as fast.
    """
    uow[Projects].lock(project_id)
    uow[Projects].require(project_id, NEEDS[rung])
    kind = PACKS[rung]
    waiting = uow[Jobs].open_of(project_id, kind.name)
    if waiting:
        return JobStatus.of(waiting[-1])
    lacking = lacking_model(uow, project_id, rung)
    if lacking is not None:
        raise Conflict(lacking.detail, reason=asdict(lacking))
    encoder = first_encoder(uow, project_id).split(":", 1)[0]
    return JobStatus.of(uow[Jobs].add(kind.job(project_id, uow.now, encoder=encoder)))


def first_encoder(uow: UnitOfWork, project_id: int) -> str:
    """Of the first view that the model reads; rounds of long ago don't say, and read the main."""
    measured = uow[Rounds].last_measured(project_id)
    if measured is None or not measured.views:
        return uow[Views].ranked(project_id).encoder
    return str(measured.views[0]["encoder"])


def lacking_model(uow: UnitOfWork, project_id: int, rung: Rung = Rung.FULL) -> Reason | None:
    """Why there is nothing to pack."""
    measured = uow[Rounds].last_measured(project_id)
    if measured is None:
        return reason(ReasonCode.NOT_MEASURED)
    if "released_head" not in measured.artefacts:
        return reason(ReasonCode.NO_MODEL)
    counting = [view["encoder"] for view in measured.views or () if view["weight"] != 0]
    if rung is Rung.FAST and counting and all(map(is_quick, counting)):
        return reason(ReasonCode.FULL_MODEL_IS_FAST)
    return None


def is_quick(encoder: str) -> bool:
    """Whether a fast model keeps it: it can leave, and costs little."""
    spec = spec_of(encoder)
    return spec is not None and spec.portable and (spec.seconds or QUICK + 1) <= QUICK
