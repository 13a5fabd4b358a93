"""Rounds as they were, each with what it takes to replay it."""

from collections.abc import Mapping
from typing import Any

from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.rounds import ChosenFrom, PastRound, RoundView
from service.kit.page import Page, Paging
from service.rounds.queries.figures import FigureRows
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Figure, Round


def list_rounds(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[PastRound]:
    rounds = uow[Rounds].page(project_id, after=paging.after, limit=paging.looked_at)
    figures = uow[FigureRows].some(project_id, [each.number for each in rounds])
    figure_of = {figure.round: figure for figure in figures}
    page = paging.page(rounds, lambda one: one.number)
    return page.shown(lambda one: past_round(one, figure_of.get(one.number)))


def past_round(row: Round, figure: Figure | None) -> PastRound:
    return PastRound(
        number=row.number,
        trigger=row.trigger,
        label_count=row.label_count,
        audit_count=row.audit_count,
        skipped=row.skipped,
        strategy=row.strategy,
        audits=row.audits,
        settings_as_of=row.settings_as_of,
        encoder_fingerprint=row.encoder_fingerprint,
        views=[_view(each) for each in row.views],
        chosen_from=_chosen_from(row.chosen_from),
        head=row.head,
        compute=row.compute,
        seed=row.seed,
        length=row.length,
        random_share=row.random_share,
        wait_seconds=row.wait_seconds,
        seconds=row.seconds,
        cpu_seconds=row.cpu_seconds,
        gpu_seconds=row.gpu_seconds,
        started_at=row.started_at,
        swapped_at=row.swapped_at,
        measured_at=row.measured_at,
        folds=row.folds,
        figure=figure,
        metrics=row.metrics,
    )


def _chosen_from(stored: Mapping[str, Any] | None) -> ChosenFrom | None:
    if stored is None:
        return None
    return ChosenFrom(texts=stored["texts"], views=[_view(each) for each in stored["views"]])


def _view(stored: Mapping[str, Any]) -> RoundView:
    return RoundView(
        encoder=stored["encoder"],
        fingerprint=stored["fingerprint"],
        arithmetics=stored["arithmetics"],
        weight=stored["weight"],
    )
