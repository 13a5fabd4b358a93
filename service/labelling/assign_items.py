"""Offers items to an annotator: an indexed read of the ranking. Never trains or scores."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from service.core.acquisition.audit import (
    BEFORE_ALL_KEYS,
    BEYOND_ALL_KEYS,
    others_from,
    schedule_of,
)
from service.core.suggestions import suggests
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.withdraw import WITHDRAW
from service.jobs.queries.jobs import Jobs
from service.kit.reasons import ReasonCode, reason
from service.kit.vocabulary import Counted, ImportState, ProjectState, Source
from service.labelling.checks import mixed_with_checks
from service.labelling.queries.assignments import Assignments
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.queries.leasing import Offered
from service.labelling.shapes import (
    Columns,
    ItemText,
    Lease,
    Offer,
    OfferCode,
    OfferReason,
    SuggestedClass,
    shown_columns,
)
from service.pool.queries.audit import AuditOrder, AuditStrata
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports, PoolImport
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.audit_sample import move_frontier
from service.rounds.ranking.ranking_rows import AUDIT_STRATEGY, RANDOM_STRATEGY

RETRY_SECONDS = 10
AUDIT = (Source.AUDIT, AUDIT_STRATEGY)
RANDOM = (Source.SEED, RANDOM_STRATEGY)
RETRY_SOON_SECONDS = 2
AUDITS_FOR_OTHERS = (
    f"{reason(ReasonCode.DONE).detail} Others must answer the audit texts: you have seen "
    "predictions for them."
)
Way = Callable[[int, int], list[Offered]]
"""A function that leases this many items, or fewer, to a person."""


def assign_items(
    uow: UnitOfWork, project_id: int, user_id: int, limit: int, holding: Collection[int] = ()
) -> Offer:
    """Offers `limit` items: first the caller's open leases, then new ones.

    Leases that the caller is `holding` count, but aren't in the offer. New leases are first for
    items that came back, whatever they are: see `return_statements`. Then come those that others
    have answered and that need one more answer. When the ranking runs dry, the audit order serves.
    So the offer is never empty while the annotator may get any item at all.
    """
    project = uow[Projects].share(project_id)
    if project.state is ProjectState.PAUSED:
        return _none(ReasonCode.PAUSED, RETRY_SECONDS)
    offered, came_back, are_unfinished = uow[Assignments].situation(
        project_id, user_id, limit, uow.now
    )
    if came_back and len(offered) < limit:
        offered += _returned(uow, project, user_id, limit - len(offered))
    if are_unfinished and len(offered) < limit:
        missing = limit - len(offered)
        offered += uow[Assignments].lease_unfinished(project, user_id, missing, uow.now)
    offered += _new(uow, project, user_id, limit - len(offered))
    if not offered:
        return _nothing(uow, project, user_id)
    shown = [lease for lease in offered if lease.id not in holding]
    return Offer(_leases(uow, project, shown), None, None)


def _returned(uow: UnitOfWork, project: Project, user_id: int, limit: int) -> list[Offered]:
    """What came back. No hand-outs for the schedule of audits, which has counted them."""
    if not uow.memory[VainSearches].may_search(project.id, uow.now, user_id):
        return []
    shows = suggests(project.suggestions, len(uow[Classes].names(project.id)))
    leases = uow[Assignments].lease_returned(
        project, user_id, limit, uow.now, suggesting=shows and not project.certifying
    )
    if len(leases) < limit:
        uow.memory[VainSearches].note(project.id, uow.now, user_id)
    return leases


def _new(uow: UnitOfWork, project: Project, user_id: int, limit: int) -> list[Offered]:
    if not project.certifying:
        return _unseen(uow, project, user_id, limit)
    others = partial(_unseen, uow, project, user_id)
    return mixed_with_checks(uow, project, user_id, limit, others)


def _unseen(uow: UnitOfWork, project: Project, user_id: int, limit: int) -> list[Offered]:
    """From the ranking as long as it lasts: new items, and labels that are asked for once more."""
    if limit <= 0:
        return []
    done = _all_labelled(uow, project)
    if done and not uow[LabelRows].any_unasked(project.id):
        return []
    offers = uow[Assignments].lease_ranked(project, user_id, limit, uow.now)
    # The schedule of audits counts new items alone.
    new = [each for each in offers if each.source is not Source.RELABEL]
    missing = limit - len(offers)
    if missing:
        first = uow[Counters].value(project.id, Counted.HANDED_OUT) + len(new)
        fallen_back = _fall_back(uow, project, user_id, first, missing, only_audits=done)
        uow[Counters].count(project.id, Counted.RAN_DRY, len(fallen_back), by=user_id)
        new, offers = new + fallen_back, offers + fallen_back
    if not offers:  # but for what lost its answer just now
        offers = uow[Assignments].lease_ranked(project, user_id, limit, uow.now, anew=True)
        new = [each for each in offers if each.source is not Source.RELABEL]
    uow[Counters].count(project.id, Counted.HANDED_OUT, len(new), by=user_id)
    audits = sorted((a.import_id, a.audit_key) for a in new if a.source is Source.AUDIT)
    for import_id, furthest in dict(audits).items():
        move_frontier(uow, project.id, import_id, furthest, by=user_id)
    return offers


def _all_labelled(uow: UnitOfWork, project: Project) -> bool:
    """Whether there is no use in looking: that would read the whole pool, at each poll.

    Told by the counters. They count too many labels while an import is taken back: its items go
    first.
    """
    counts = uow[Counters].values(project.id, (Counted.LABELS, Counted.ITEMS))
    if counts[Counted.LABELS] < counts[Counted.ITEMS]:
        return False
    return not uow[Jobs].any_undone(project.id, WITHDRAW.name)


def _fall_back(
    uow: UnitOfWork, project: Project, user_id: int, first: int, limit: int, *, only_audits: bool
) -> list[Offered]:
    """Random items, with audits where a ranking would have them: nobody can tell that it ran dry.

    `first`: the number of the next hand-out. `only_audits`: all have labels, some of them unasked.
    """
    secret, strata = int(project.audit_secret), uow[AuditOrder].strata(project.id)
    audits, others = _ways(uow, project, strata, others_from(secret, first), limit)
    others = [] if only_audits else others
    back, last = [_way_back(uow, project, strata.pools)], list[Way]()
    if uow.memory[VainSearches].may_search(project.id, uow.now):
        audits = back + audits
    else:
        last = back
    offers: list[Offered] = []
    for is_audit, run in groupby(schedule_of(project.audits).slots(secret, first, limit)):
        wanted = len(offers) + len(list(run))
        for way in (audits + others if is_audit else others + audits) + last:
            if len(offers) < wanted:
                offers += way(user_id, wanted - len(offers))
        if len(offers) < wanted:
            break
    return offers


def _ways(
    uow: UnitOfWork, project: Project, strata: AuditStrata, begin: float, limit: int
) -> tuple[list[Way], list[Way]]:
    """How to get at audit items by which the sample grows, and at others; best first."""
    new = uow[AuditOrder].new(project, strata, limit)
    last = new[-1].probability if new else BEFORE_ALL_KEYS
    pools = strata.pools

    way = partial(_way, uow, project)
    audits = [way(s, (s.audit_frontier, last), *AUDIT) for s in pools]
    # From the place where others begin; then what follows the audits.
    others = [
        *(way(s, (max(s.audit_frontier, last, begin), BEYOND_ALL_KEYS), *RANDOM) for s in pools),
        *(way(s, (max(s.audit_frontier, last), BEYOND_ALL_KEYS), *RANDOM) for s in pools),
    ]
    return audits, others


def _way_back(uow: UnitOfWork, project: Project, pools: Sequence[PoolImport]) -> Way:
    """How to get at audit items that lost their answers, the sooner they would have been asked."""

    def lease(user_id: int, count: int) -> list[Offered]:
        offers: list[Offered] = []
        for stratum in pools:
            keys = BEFORE_ALL_KEYS, stratum.audit_frontier
            if len(offers) < count:
                offers += _way(uow, project, stratum, keys, *AUDIT)(user_id, count - len(offers))
        if not offers:
            uow.memory[VainSearches].note(project.id, uow.now)
        return offers

    return lease


def _way(
    uow: UnitOfWork,
    project: Project,
    stratum: PoolImport,
    keys: tuple[float, float],
    source: Source,
    strategy: str,
) -> Way:
    """How to get at what an import has between two keys."""
    return lambda user_id, count: uow[Assignments].lease_in_audit_order(
        project,
        user_id,
        count,
        uow.now,
        of=stratum,
        keys=keys,
        source=source,
        strategy=strategy,
    )


def _leases(uow: UnitOfWork, project: Project, offered: Sequence[Offered]) -> list[Lease]:
    """As whoever gets them sees them."""
    columns = _columns(uow, project, offered)
    suggested = any(lease.suggestions for lease in offered)
    names = uow[Classes].names(project.id) if suggested else {}
    return [
        Lease(
            lease.id,
            ItemText(lease.item_id, lease.text, columns.get(lease.item_id, {})),
            [
                SuggestedClass(names[class_id], probability)
                for class_id, probability in lease.suggestions or ()
                if class_id in names
            ],
            lease.flagged,
            lease.expires_at,
        )
        for lease in offered
    ]


def _columns(uow: UnitOfWork, project: Project, offered: Sequence[Offered]) -> dict[int, Columns]:
    if not project.columns or not offered:
        return {}
    rows = uow[Items].firsts([lease.item_id for lease in offered], data=True)
    return {row.item_id: shown_columns(project.columns, row) for row in rows}


def _nothing(uow: UnitOfWork, project: Project, user_id: int) -> Offer:
    coming = any(upload.state is ImportState.RUNNING for upload in uow[Imports].of(project.id))
    if coming:
        return _none(ReasonCode.EMBEDDING, RETRY_SOON_SECONDS)
    if uow[Assignments].may_come(project.id, user_id, uow.now):
        return _none(ReasonCode.ALL_LEASED, RETRY_SECONDS)
    offer = _none(ReasonCode.DONE, None)
    if uow[LabelRows].any_unasked(project.id) and uow[Blindness].any_seen(project.id, user_id):
        assert offer.reason is not None, "nothing is offered"
        return replace(offer, reason=replace(offer.reason, detail=AUDITS_FOR_OTHERS))
    return offer


def _none(code: OfferCode, retry_after: int | None) -> Offer:
    why = reason(code)
    return Offer([], OfferReason(code, why.detail, why.figures), retry_after)
