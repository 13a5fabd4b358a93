"""The verb `postil encoders`."""

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from service.importing.formats import Limits
from service.kit.settings import Settings
from service.ports import learns_labels
from service.trials.advice import advise
from service.trials.tables import TriedEncoder
from workers.encoders.registry import Encoders
from workers.limits import limit_threads
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns
from workers.trials.which_encoder import compared, encoded


def encoders(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, TSV or NDJSON with labels, as `postil export` writes it.",
            exists=True,
            dir_okay=False,
        ),
    ],
    views: Annotated[
        str | None,
        typer.Option(
            help="Encoders that the project has, separated by commas.",
            show_default="those of new projects",
        ),
    ] = None,
    tried: Annotated[
        str | None,
        typer.Option(
            "--try",
            help="Encoders to try, separated by commas; NAME:MODEL too.",
            show_default="all others that are installed",
        ),
    ] = None,
    texts: Annotated[int, typer.Option(min=20, help="Labelled texts to try them on.")] = 500,
    text: Annotated[str, typer.Option(help="Column that holds the text.")] = "text",
    label: Annotated[str, typer.Option(help="Column that holds the label.")] = "label",
) -> None:
    """Which encoder fits? Tries others on labelled texts, beside those that the project has.

    Each is judged by labels that heads hadn't seen. One that learns from labels can't be tried
    here, nor stand beside them: a project's own trial counts it. No service is needed.
    """
    limit_threads(1)  # processor time is what is told
    registry, settings = Encoders(), Settings()
    usual = [] if _names(views) else [settings.encoder, *_names(settings.views)]
    here = registry.available()
    own = _names(views) or [
        name for name in usual if _is_in(here, name) and not learns_labels(name)
    ]
    chosen = own, _to_try(here, own, _names(tried))
    read = labelled_file.read(file, Columns(text, label), Limits(settings.max_text_chars))
    rows = np.random.default_rng(0).permutation(len(read.texts))[:texts]
    sample = [read.texts[row] for row in rows]
    console = Console(highlight=False)
    with console.status("Reading the texts"):
        there, others = (
            {name: encoded(registry.load(name), sample) for name in names} for names in chosen
        )
        before, gains = compared([*there.values()], others, read.truth[rows], len(read.classes))
    console.print(f"{len(rows):,} texts. {', '.join(there)}: {before:.1%} right.")
    if left_out := [name for name in usual if learns_labels(name)]:
        console.print(
            f"New projects have {', '.join(left_out)} too, which learns from labels and is left "
            "out here: beside it the gain may be smaller. A project's own trial counts it."
        )
    console.print(_table(gains))
    console.print(advise(gains, len(rows), len(read.texts)).sentence)


def _to_try(here: Sequence[str], own: Sequence[str], tried: Sequence[str]) -> list[str]:
    """What is tried beside `own`. BadParameter where one of them can't be, or none is left."""
    others = tried or [name for name in here if not learns_labels(name)]
    others = [name for name in others if name not in own]
    for name in (*own, *others):
        if not _is_in(here, name):
            raise typer.BadParameter(f"{name!r} can't be tried here: there is no such encoder.")
        if learns_labels(name):
            raise typer.BadParameter(
                f"{name!r} can't be tried here: it learns from labels, and would have to learn "
                "anew for each part of them. Leave it out."
            )
    if not others:
        raise typer.BadParameter("There is no other encoder here. Install one, or name one: --try.")
    return others


def _is_in(here: Sequence[str], reference: str) -> bool:
    return reference.partition(":")[0] in here


def _table(gains: Sequence[TriedEncoder]) -> Table:
    table = Table("encoder", "alone", "beside them", "gain in points", "CPU-s per 10,000 texts")
    for each in gains:
        value, low, high = (100 * share for share in astuple(each.gain))
        gain = f"{value:+.1f} ({low:+.1f} to {high:+.1f})"
        seconds = f"{each.seconds:.1f}"
        table.add_row(each.encoder, f"{each.alone:.1%}", f"{each.beside:.1%}", gain, seconds)
    return table


def _names(names: str | None) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in (names or "").split(",") if name.strip()))
