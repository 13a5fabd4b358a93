"""The page that explains a release: README.md as the Hugging Face hub and its libraries read it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.kit.labellers import labellers
from service.releasing.released_model import ReleasedModel, section_of
from service.releasing.released_rows import TEST, TRAIN, Choice, ReleasedRows

LEFT_OUT = (
    "Names of people, times of day, how long anybody took, notes, labels that aren't settled, rows "
    "without a label, every secret, and which of the unlabelled rows would have been asked next."
)
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(frozen=True)
class Facts:
    """What the service says of the project."""

    project: Mapping[str, Any]
    curve: Mapping[str, Any]
    agreement: Mapping[str, Any]
    imports: Sequence[Mapping[str, Any]]
    postil: str
    """The version that made it."""
    version: int
    day: str


def card(facts: Facts, released: ReleasedRows, choice: Choice, model: ReleasedModel | None) -> str:
    rows = sum(map(len, released.splits.values()))
    parts = [
        _front_matter(facts, released, choice, rows),
        f"# {facts.project['name']}\n",
        f"Release {facts.version}, of {facts.day}, made by Postil {facts.postil}: {rows:,} "
        f"labelled rows of {len(released.class_names)} classes. It doesn't change: `sha256sum -c "
        "SHA256SUMS` in this folder says whether it is as it was made.\n",
        _section("Splits", _splits(released, model)),
        _section("Classes", _classes(released)),
        _section("Where it is from", _provenance(facts, released)),
        _section("How a label was decided", _consensus(facts)),
        _section("How far people agree", _agreement(facts)),
        _section("How good a model is on it", _quality(facts)),
        _section("What goes out", _choice(choice)),
    ]
    if choice.guidelines:
        parts.append(_section("What people were told", [facts.project["guidelines"] or "Nothing."]))
    if model is not None:
        parts.append(_section("The model", section_of(model, TEST in released.splits)))
    return "\n".join(parts)


def _front_matter(facts: Facts, released: ReleasedRows, choice: Choice, rows: int) -> str:
    """YAML, every word quoted as JSON has it, which YAML reads."""
    lines = [
        "---",
        f"pretty_name: {json.dumps(facts.project['name'])}",
        f"license: {json.dumps(choice.licence)}",
        "task_categories:",
        "- text-classification",
        "size_categories:",
        f"- {next((name for size, name in SIZES if rows < size), 'n>1M')}",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    for split in released.splits:
        lines += [f"  - split: {split}", f"    path: data/{split}-*"]
    return "\n".join([*lines, "---", ""])


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"## {title}\n", *lines, ""])


def _splits(released: ReleasedRows, model: ReleasedModel | None) -> list[str]:
    lines = [f"- `{name}`: {len(rows):,} rows" for name, rows in released.splits.items()] + [""]
    if TEST in released.splits:
        holds = "shares and scores on it hold for the whole"
        if model is not None:
            holds += ", but not those of the model in this release, which has learnt from it"
        lines.append(
            "The items of `test` were drawn uniformly at random from all texts, whatever a model "
            f"thought: {holds}."
        )
    if TRAIN in released.splits:
        lines.append(
            "The items of `train` were chosen, most of them because a model was unsure, and are no "
            "fair sample of anything."
        )
    return lines


def _classes(released: ReleasedRows) -> list[str]:
    """A label is the number of its class where a library doesn't read which class that is."""
    return [
        "Where `label` is a number, it is that of a class:",
        "",
        *(
            f"- {number}: {' '.join(name.split())}"
            for number, name in enumerate(released.class_names)
        ),
    ]


def _provenance(facts: Facts, released: ReleasedRows) -> list[str]:
    received = sum(each["received"] for each in facts.imports if each["state"] == "ready")
    sources = ", ".join(f"{name} {rows:,}" for name, rows in released.sources.items())
    days = f", answered from {' to '.join(released.days)}" if released.days else ""
    project, who = facts.project, labellers(released.people, released.programs)
    return [
        f"{received:,} rows came in, {project['item_count']:,} different texts. "
        f"{who} labelled{days}. Names of people were drawn at random for this release.",
        "",
        f"Rows by where the label is from: {sources}. Strategy `{project['strategy']}`, audit "
        f"items `{project['audits']}`, encoder `{project['encoder']}`.",
    ]


def _consensus(facts: Facts) -> list[str]:
    people = "one person" if facts.project["overlap"] == 1 else f"{facts.project['overlap']} people"
    return [
        f"Items were asked of {people}. The label is what most of those said who were asked; it "
        "is settled when that many have answered and one answer has more votes than any other. A "
        "decision that somebody with insight took (`decided_by`) goes over it. `confidence` is "
        "the share of the answers that are the label.",
    ]


def _agreement(facts: Facts) -> list[str]:
    alpha = facts.agreement["alpha"]
    if alpha["value"] is None:
        return [
            f"Not known: {alpha['reason']['detail'] if alpha['reason'] else 'no shared items.'}"
        ]
    return [
        f"Krippendorff's alpha {alpha['value']:.2f} ({alpha['low']:.2f}–{alpha['high']:.2f}, 95 %) "
        f"over {alpha['items']:,} items that two people and more answered.",
    ]


def _quality(facts: Facts) -> list[str]:
    if not facts.curve["points"]:
        return ["Nothing was measured."]
    return list(_curve_table(facts.curve))


def _curve_table(curve: Mapping[str, Any]) -> Iterator[str]:
    yield (
        "Share of all texts that the project's own small model got right (labelled ones by models "
        "that hadn't seen them), with an interval of 95 % for each row:"
    )
    yield "\n| labels | of them at random | right | interval |\n|---|---|---|---|"
    points = [*{point["labels"]: point for point in curve["points"]}.values()]
    step = max(1, len(points) // 10)
    for point in points[::-step][::-1]:
        right = "" if point["estimate"] is None else f"{point['estimate']:.3f}"
        yield (
            f"| {point['labels']:,} | {point['audit_labels']:,} | {right} "
            f"| {point['low']:.3f}–{point['high']:.3f} |"
        )


def _choice(choice: Choice) -> list[str]:
    goes = [
        name
        for name, chosen in (
            ("the texts", choice.texts),
            ("the ids that they came with", choice.ids),
            ("what people were told", choice.guidelines),
        )
        if chosen
    ]
    goes += [f"the column `{name}`" for name in choice.columns]
    chosen = (
        f"Beside labels and answers, by choice: {', '.join(goes)}." if goes else "Labels alone."
    )
    return [chosen, "", f"Left out: {LEFT_OUT}"]
