"""The verb `postil replay`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from service.core.acquisition.audit import Audits, schedule_of
from service.core.heads.head import find_head
from service.core.heads.learner import PLAIN
from service.core.replay.campaign import CampaignSettings
from service.core.replay.held_out import FullData, ScoredBy
from service.importing.columns import SEVERAL
from service.importing.formats import Limits
from service.kit.errors import Invalid, UnknownStrategy
from service.kit.settings import Settings, settings_with
from service.pool.tables.project_settings import ProjectSettings
from workers.limits import limit_threads, usable_cores
from workers.replay import labelled_file, picture, report, table
from workers.replay.campaigns import Campaign, processes
from workers.replay.contenders import Asked, Contender, contenders
from workers.replay.labelled_file import Columns, LabelledFile
from workers.replay.prepared import Prepared, check_runs, prepared_views
from workers.replay.wanted import Wanted

DEFAULTS = ProjectSettings()
"""Of a project that is opened."""


def replay(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, TSV or NDJSON with the answers, perhaps gzipped: text, label, and split if "
            "there is one (train is labelled, test is scored on).",
            exists=True,
            dir_okay=False,
        ),
    ],
    strategies: Annotated[
        str, typer.Option(help="Strategies to compare, separated by commas.")
    ] = f"{DEFAULTS.strategy},random",
    head: Annotated[
        str | None,
        typer.Option(
            help="Head to train.",
            show_default=f"{PLAIN}, of several classes a text {SEVERAL.head}",
        ),
    ] = None,
    labels: Annotated[int, typer.Option(min=1, help="Labels per campaign.")] = 300,
    repeats: Annotated[int, typer.Option(min=1, help="Campaigns per strategy.")] = 10,
    batch: Annotated[
        int, typer.Option(min=1, help="Items chosen together. Each batch is a point of the curve.")
    ] = DEFAULTS.batch_size,
    round_every: Annotated[
        int, typer.Option(min=1, help="Labels between two rankings.")
    ] = DEFAULTS.round_every,
    audits: Annotated[
        Audits, typer.Option(help="How many items are drawn at random to measure quality.")
    ] = DEFAULTS.audits,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the first campaign.")] = 0,
    encoder: Annotated[
        str | None,
        typer.Option(
            help="Encoder: a name, or NAME:MODEL.",
            envvar="POSTIL_ENCODER",
            show_default="sentence_transformer",
        ),
    ] = None,
    views: Annotated[
        str | None,
        typer.Option(
            help="Encoders whose vectors stand side by side, separated by commas, the main one "
            "first; for heads that read several.",
            show_default="the encoder alone",
        ),
    ] = None,
    examples: Annotated[
        Path | None,
        typer.Option(
            help="JSON with what is written of classes: sentences of each, or `description` and "
            "`examples`.",
            exists=True,
            dir_okay=False,
            show_default="names alone",
        ),
    ] = None,
    text: Annotated[str, typer.Option(help="Column that holds the text.")] = "text",
    label: Annotated[str, typer.Option(help="Column that holds the answer.")] = "label",
    split: Annotated[str, typer.Option(help="Column that holds train or test.")] = "split",
    separator: Annotated[
        str | None,
        typer.Option(
            help="Separator between the classes of a text that has several.",
            show_default="several are a list",
        ),
    ] = None,
    metric: Annotated[
        ScoredBy | None,
        typer.Option(
            help="What strategies are compared by.",
            show_default="accuracy; macro_f1 where a text may have several classes",
        ),
    ] = None,
    answers: Annotated[
        str,
        typer.Option(
            "--asked",
            help="How many people answer a text, separated by commas: once, twice, when_it_pays.",
        ),
    ] = Asked.ONCE,
    noise: Annotated[
        float, typer.Option(min=0, max=0.5, help="Share of answers that are wrong at random.")
    ] = 0.0,
    out: Annotated[
        Path, typer.Option(help="Folder for the chart and the figures.", file_okay=False)
    ] = Path("postil-replay"),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON instead of the table.")
    ] = False,
    at_a_time: Annotated[
        int | None,
        typer.Option("--processes", min=1, help="Campaigns at once.", show_default="all cores"),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Folder of the vectors.", envvar="POSTIL_DATA_DIR", show_default=False),
    ] = None,
) -> None:
    """Compare strategies on a file with known answers: which needs the fewest labels?

    Plays annotators who know every answer through the same rounds as the service, from the first
    label on, and scores the model that would be released on rows that are never labelled.
    No service is needed. Texts are embedded once and the vectors kept.
    """
    settings = settings_with(encoder=encoder, data_dir=data_dir)
    limit_threads(settings.worker_threads)
    compared, called = _contenders(strategies, answers), head and _head(head)
    columns = Columns(text, label, split, separator)
    read = labelled_file.read(file, columns, Limits(settings.max_text_chars)).described_by(examples)
    wanted = Wanted(
        compared, noise, labels, repeats,
        CampaignSettings(batch, round_every, schedule_of(audits)), seed,
        at_a_time or usable_cores(), called or read.kind.head or PLAIN,
        _views(views or settings.encoder), metric or read.figure,
    )  # fmt: skip
    wanted.check(read)
    out.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    _say_what_is_read(console, read)
    results, full = _compared(read, wanted, settings, console)
    written = _write(out, read, wanted, results, full)
    if as_json:
        print(Path(f"{written}.json").read_text(), end="")
    else:
        _show(results, full)
    console.print(f"Written: {written}.png, {written}.json", markup=False)


def _contenders(strategies: str, numbers: str) -> dict[Contender, str]:
    try:
        return contenders(strategies, numbers)
    except (UnknownStrategy, Invalid) as error:
        raise typer.BadParameter(error.detail) from error


def _head(name: str) -> str:
    """A head as it was called, with its version."""
    try:
        kind = find_head(name)
    except Invalid as error:
        raise typer.BadParameter(error.detail) from error
    return f"{kind.name}@{kind.version}"


def _views(names: str) -> list[str]:
    """Each encoder once."""
    return list(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))


def _say_what_is_read(console: Console, read: LabelledFile) -> None:
    console.print(
        f"{read.name}: {read.n_pool:,} texts to label, {len(read.classes)} classes, scored on "
        f"{_scored_on(read)}.",
        markup=False,
    )
    if read.descriptions:
        console.print(f"  written of: {', '.join(read.descriptions)}", markup=False)
    for note in read.notes:
        console.print(f"  left out: {note}", markup=False)


def _scored_on(read: LabelledFile) -> str:
    return f"{len(read.texts) - read.n_pool:,} rows ({read.scored_on})"


def _compared(
    read: LabelledFile, wanted: Wanted, settings: Settings, console: Console
) -> tuple[list[report.Result], FullData]:
    if wanted.taught is not None:
        check_runs(wanted.taught)
    prepared = prepared_views(settings.data_dir / "replay", read, wanted.read_at_once)
    with _progress(console) as progress:
        bar = progress.add_task("embedding", total=len(prepared) * len(read.texts))
        for view in prepared:
            view.embed(lambda texts: progress.advance(bar, texts))
        progress.update(bar, completed=len(prepared) * len(read.texts))
        campaigns, full = _played(read, wanted, prepared, progress)
    return report.results(campaigns, wanted.contenders, wanted.figure, read.is_of_sets), full


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def _played(
    read: LabelledFile, wanted: Wanted, prepared: Sequence[Prepared], progress: Progress
) -> tuple[list[Campaign], FullData]:
    """Every campaign, and the figures with every label."""
    full, campaigns = prepared[0].full_data(), []
    seeds = range(wanted.seed, wanted.seed + wanted.repeats)
    total = len(wanted.contenders) * len(seeds) + (full is None)
    bar = progress.add_task("playing", total=total)
    with processes(wanted.plan(read, prepared), min(wanted.processes, total)) as at_work:
        if full is None:
            at_work.find_full_data()
        for contender in wanted.contenders:
            for seed in seeds:
                at_work.play(contender, seed)
        for result in at_work.results():
            progress.advance(bar)
            if isinstance(result, FullData):
                full = result
                prepared[0].keep(full)
            else:
                campaigns.append(result)
    assert full is not None
    return campaigns, full


def _write(
    out: Path,
    read: LabelledFile,
    wanted: Wanted,
    results: list[report.Result],
    full: FullData,
) -> Path:
    """Where picture and figures are, but for the ends of their names."""
    stem = out / read.stem
    about = {
        "file": read.name,
        "texts": read.n_pool,
        "classes": len(read.classes),
        "scored_on": {"rows": len(read.texts) - read.n_pool, "which": read.scored_on},
        "left_out": read.notes,
        "encoder": wanted.views[0],
        "views": wanted.views,
        "examples": {name: len(each.examples) for name, each in read.descriptions.items()},
        "batch": wanted.pace.batch_size,
        "round_every": wanted.pace.round_every,
        "audits": wanted.pace.audits.name,
        "head": wanted.head,
        "noise": wanted.noise,
        "figure": wanted.figure,
    }
    figures = json.dumps(report.as_json(about, full, results), indent=1)
    Path(f"{stem}.json").write_text(figures + "\n")
    title = f"{read.name}: {read.n_pool:,} texts, {len(read.classes)} classes"
    picture.draw(results, full, title, _scored_on(read), Path(f"{stem}.png"))
    return stem


def _show(results: list[report.Result], full: FullData) -> None:
    console = Console(highlight=False)
    console.print(table.table(results, full))
    console.print(table.legend(results, full))
