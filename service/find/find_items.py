"""Which items of the pool are what somebody looks for.

Nobody finds what is audited next (`blindness`). What a model thinks is neither shown nor looked for
by of items that may be audits yet, whom it would spoil: those that show no suggestion either.
"""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from service.answers import Feature
from service.app import App
from service.core.acquisition.audit import BEYOND_ALL_KEYS
from service.core.arrays import BoolArray, IntArray
from service.db.unit_of_work import UnitOfWork
from service.find.maps import check_area, in_area
from service.find.queries.item_filters import ItemFilter
from service.find.queries.item_lists import ItemLists, LabelledItem
from service.find.shapes.items import ChangedFrom, ItemFilters, ItemPaging, LabelChanges, LabelItems
from service.kit.errors import Invalid
from service.kit.page import BEFORE_ALL, Page, microseconds_of, moment_of
from service.kit.vocabulary import Counted, LabellingState, Order, Source
from service.labelling.answer_names import named_families, telling
from service.labelling.decide_items import MOST_DECIDED, Decided, decide_items
from service.labelling.queries.decisions import Decisions
from service.labelling.queries.skips import Exclusions
from service.pool.queries.blindness import Blindness
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.review.show_agreement import items_mixed_up
from service.review.show_errors import standing_suspects
from service.rounds.predictions import Predictions, load_predictions
from service.rounds.queries.rounds import Rounds

PARTS = 1_000_000
"""Of a probability, in a cursor."""
LABELLED = {LabellingState.LABELLED, LabellingState.SETTLED}
BY_CONFIDENCE = (Order.LEAST_CONFIDENT, Order.MOST_CONFIDENT)


def find_items(
    app: App, uow: UnitOfWork, project: Project, query: ItemFilters, paging: ItemPaging
) -> Page[int]:
    """Ordinals. By confidence and by time only items that have one are listed."""
    by_words = bool(query.words) and paging.order is Order.ORDINAL and not query.is_by_model
    is_first, needs_key = paging.after == BEFORE_ALL, by_words or paging.order is not Order.ORDINAL
    if not is_first and needs_key != (paging.after_key is not None):
        raise Invalid("This cursor is from another order. Start at the first page.", field="cursor")
    check_query(app, uow, project.id, query)
    by = _filter(app, uow, project, query, is_dated=paging.order is Order.LATEST)
    if query.is_by_model or paging.order in BY_CONFIDENCE:
        return _by_model(app, uow, project, query, by, paging)
    if paging.order is Order.LATEST:
        total = uow[ItemLists].count(project.id, by) if paging.is_counted else None
        return _latest(uow, project, by, paging, total)
    if by_words:
        # All at once: in order a word that few texts have would be looked for all over the disk.
        ordinals, partly = uow[ItemLists].by_words(project.id, by)
        return _cut(ordinals, partly, partly, paging, is_keyed=True)
    total_count = _known_total(uow, project, query, by)
    if paging.is_counted and total_count is None:
        ordinals = np.sort(uow[ItemLists].ordinals(project.id, by))
        return _cut(ordinals, np.zeros_like(ordinals), np.zeros_like(ordinals), paging)
    slice_of = {"skip": paging.skip, "limit": paging.limit + 1}
    rows = uow[ItemLists].page(project.id, by, after=paging.after, **slice_of)
    page = rows[: paging.limit]
    following = str(page[-1]) if len(rows) > paging.limit else None
    return Page(page, following, total_count if paging.is_counted else None)


def _known_total(
    uow: UnitOfWork, project: Project, query: ItemFilters, by: ItemFilter
) -> int | None:
    """How many are found, where counters say so."""
    if query.filtered - {"states"} or query.states not in ([], [LabellingState.UNLABELLED]):
        return None
    counts = uow[Counters].values(project.id, (Counted.ITEMS, Counted.LABELS))
    labelled = 0 if not query.states else counts[Counted.LABELS]
    hidden = len(by.withheld) + uow[Exclusions].count(project.id)
    return counts[Counted.ITEMS] - labelled - hidden


def find_all(
    app: App, uow: UnitOfWork, project: Project, query: ItemFilters, most: int
) -> tuple[list[int], int]:
    """The ordinals of all that are found, up to so many, and how many there are."""
    page = find_items(app, uow, project, query, ItemPaging(limit=most, is_counted=True))
    assert page.total is not None, "they were counted"
    return list(page.results), page.total


def all_found(app: App, uow: UnitOfWork, project: Project, query: ItemFilters) -> IntArray:
    """The ordinals of all that are found, in no order."""
    by = _filter(app, uow, project, query, is_dated=False)
    if not query.is_by_model:
        return uow[ItemLists].ordinals(project.id, by)
    predicted = load_predictions(app, uow[Rounds].last_measured(project.id))
    if predicted is None:
        return np.empty(0, dtype=np.int64)
    return _ordinals_by_model(uow, project, query, by, predicted)


def check_query(app: App, uow: UnitOfWork, project_id: int, query: ItemFilters) -> None:
    """Raises `Invalid` when it names a class or a map that isn't there, `NotForKind` where it goes
    by a model and nothing is predicted."""
    check_area(app, project_id, query.area)
    if query.is_by_model:
        uow[Projects].require(project_id, Feature.PREDICTIONS)
    if query.suspected:
        uow[Projects].require(project_id, Feature.SUSPECTED_ERRORS)
    named_families(uow, project_id, query.label_classes, "class")
    named_families(uow, project_id, query.predicted, "predicted")
    named_families(uow, project_id, query.mixed, "mixed")


def _filter(
    app: App, uow: UnitOfWork, project: Project, query: ItemFilters, *, is_dated: bool
) -> ItemFilter:
    by = ItemFilter(
        imports=[each.id for each in uow[Imports].ready_pools(project.id)],
        words=query.words,
        class_ids=named_families(uow, project.id, query.label_classes, "class"),
        states=[LabellingState.SETTLED] if query.audit else query.states,
        user_ids=query.annotators,
        sources=query.sources,
        note=query.note,
        is_disputed=query.disagreement,
        is_dated=is_dated,
        only=_only(app, uow, project, query),
        shows_excluded=LabellingState.EXCLUDED in query.states,
    )
    return by if by.is_labelled else by.passing_over(uow[Blindness].withheld(project))


def _only(
    app: App, uow: UnitOfWork, project: Project, query: ItemFilters
) -> Collection[int] | None:
    """The ordinals that aren't found by a column, but by what is computed; None: any."""
    if query.audit and query.states and not {*query.states} & LABELLED:
        return ()
    sets: list[set[int]] = []
    if query.area is not None:
        sets.append(in_area(app, project.id, query.area))
    if query.suspected:
        sets.append({each.ordinal for each, _ in standing_suspects(app, uow, project.id)})
    if query.audit:
        predicted = load_predictions(app, uow[Rounds].last_measured(project.id))
        audits = None if predicted is None else predicted.audits
        sets.append(set() if audits is None else set(audits.tolist()))
    if query.mixed:
        items = items_mixed_up(uow, project.id, query.mixed)
        sets.append({each.ordinal for each in uow[Items].in_pool(project.id, sorted(items))})
    return set.intersection(*sets) if sets else None


def _latest(
    uow: UnitOfWork, project: Project, by: ItemFilter, paging: ItemPaging, total: int | None
) -> Page[int]:
    before = None
    if paging.after_key is not None:
        before = LabelledItem(paging.after, moment_of(paging.after_key))
    slice_of = {"skip": paging.skip, "limit": paging.limit + 1}
    rows = uow[ItemLists].latest(project.id, by, before=before, **slice_of)
    page, following = rows[: paging.limit], None
    if len(rows) > paging.limit:
        following = f"{microseconds_of(page[-1].labelled_at)}-{page[-1].ordinal}"
    return Page([row.ordinal for row in page], following, total)


def _by_model(
    app: App,
    uow: UnitOfWork,
    project: Project,
    query: ItemFilters,
    by: ItemFilter,
    paging: ItemPaging,
) -> Page[int]:
    predicted = load_predictions(app, uow[Rounds].last_measured(project.id))
    if predicted is None:
        return Page([], None, 0 if paging.is_counted else None)
    ordinals = np.sort(_ordinals_by_model(uow, project, query, by, predicted))
    parts = np.round(predicted.probability[ordinals].astype(np.float64) * PARTS).astype(np.int64)
    keys = {Order.LEAST_CONFIDENT: parts, Order.MOST_CONFIDENT: -parts}
    key = keys.get(paging.order, np.zeros_like(parts))
    return _cut(ordinals, parts, key, paging, is_keyed=paging.order in BY_CONFIDENCE)


def _ordinals_by_model(
    uow: UnitOfWork, project: Project, query: ItemFilters, by: ItemFilter, predicted: Predictions
) -> IntArray:
    """Of items that may show what is predicted of them."""
    class_ids = named_families(uow, project.id, query.predicted, "predicted")
    ordinals = shows_predictions(uow, project, by)
    ordinals = ordinals[ordinals < len(predicted.probability)]
    matches: IntArray = ordinals[_wanted(predicted, query, class_ids)[ordinals]]
    return matches


def shows_predictions(uow: UnitOfWork, project: Project, by: ItemFilter) -> IntArray:
    """The ordinals of those found that may show what is predicted of them."""
    by = by.by_model(BEYOND_ALL_KEYS if project.certifying else uow[Blindness].ever(project))
    return uow[ItemLists].ordinals(project.id, by)


def _wanted(
    predicted: Predictions, query: ItemFilters, class_ids: Sequence[int] | None
) -> BoolArray:
    """(N,) whether what is predicted of an item is what is looked for; never where nothing is."""
    p = predicted.probability.astype(np.float32)
    mask: BoolArray = ~np.isnan(p)
    if query.confidence_below is not None:
        mask &= p <= query.confidence_below
    if query.confidence_above is not None:
        mask &= p >= query.confidence_above
    if class_ids is not None:
        mask &= predicted.has_any(class_ids)
    return mask


def _cut(
    ordinals: IntArray,
    parts: IntArray,
    key: IntArray,
    paging: ItemPaging,
    *,
    is_keyed: bool = False,
) -> Page[int]:
    """A page of what is sorted by key, then by ordinal."""
    order = np.lexsort((ordinals, key))
    ordered, keys = ordinals[order], key[order]
    start = 0
    if paging.after != BEFORE_ALL:
        after = paging.after_key or 0
        last = -after if paging.order is Order.MOST_CONFIDENT else after
        start = int(np.sum((keys < last) | ((keys == last) & (ordered <= paging.after))))
    start += paging.skip
    page = ordered[start : start + paging.limit].tolist()
    following = None
    if start + paging.limit < len(ordered):
        place = int(parts[order][start + paging.limit - 1])
        following = f"{place}-{page[-1]}" if is_keyed else str(page[-1])
    return Page(page, following, len(ordered) if paging.is_counted else None)


def label_items(app: App, project_id: int, user_id: int, request: LabelItems) -> LabelChanges:
    """Gives items a label; see `decide_items`. They are looked for before the lock is taken.

    Of a dry run nothing is stored, what would be done is shown.
    """
    if (request.items is None) == (request.matching is None):
        raise Invalid("Send either items or matching.", field="items")
    whose = (project_id, user_id, request.batch)
    what = (request.answer, Source.SEARCH, request.unlabelled_only)
    with app.read() as uow:
        ids = _ids(app, uow, project_id, request)
        if request.dry_run:
            return _summed(uow, project_id, decide_items(uow, *whose, ids, *what, dry_run=True))
    with app.write() as uow:
        return _summed(uow, project_id, decide_items(uow, *whose, ids, *what))


def _ids(app: App, uow: UnitOfWork, project_id: int, request: LabelItems) -> list[int]:
    if request.matching is None:
        return request.items or []
    if decisions := uow[Decisions].of_batch(request.batch):
        return [each.item_id for each in decisions]  # sent again: other items may match by now
    project = uow[Projects].get(project_id)
    ordinals, total = find_all(app, uow, project, request.matching, MOST_DECIDED)
    if total > MOST_DECIDED:
        raise Invalid(
            f"{total:,} items match, and at most {MOST_DECIDED} are labelled at a time.",
            field="matching",
            items=total,
            most=MOST_DECIDED,
        )
    return list(uow[Items].ids_of_ordinals(project_id, ordinals).values())


def _summed(uow: UnitOfWork, project_id: int, done: Decided) -> LabelChanges:
    tell = telling(uow, project_id)
    labels = [None if before is None else tell(before) for before in done.befores.values()]
    return LabelChanges(
        changed=len(done.changed),
        unchanged=len(done.unchanged),
        passed_over=len(done.withheld),
        changed_from=[ChangedFrom(*each) for each in Counter(labels).most_common()],
    )
