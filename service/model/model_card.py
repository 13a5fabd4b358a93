"""`README.md`: the card of a model, as model hubs show it."""

import json

from service.core.evaluation.sets.class_calibration import ClassCalibration
from service.core.heads.export import Form
from service.kit.labellers import labellers
from service.model.card_quality import (
    FIGURES,
    band,
    beside_full,
    interval,
    percent,
    plain,
    quality,
    table,
)
from service.model.model_facts import EncoderInZip, ModelFacts

TASK = "text-classification"
LIMITS = (
    "## What it doesn't say\n\n"
    "Figures are of texts like the pool's; each interval of the curve holds by itself. What people "
    "meant by a class is in the project's guidelines, which are not in here. Labels and head are "
    "yours to license; the encoder keeps its licence."
)


GRAPHS = ("encode_graph", "encode_tuned")
"""What reads `model.onnx`."""
ALONE = "`model.onnx` takes token ids to class probabilities, encoder and head in one graph."


def model_card(facts: ModelFacts) -> str:
    """Markdown with a head in YAML. What people typed is escaped in it."""
    parts = (_front, _opening, _use, quality, beside_full, _curve, _data, _cost, _parts)
    sections = filter(None, (part(facts) for part in parts))
    return "\n\n".join([*sections, LIMITS]) + "\n"


def _front(facts: ModelFacts) -> str:
    """JSON is YAML: no name that people typed can end it."""
    name = f"{facts.project}, round {facts.round.number}"
    lines = [
        "---",
        f"pipeline_tag: {TASK}",
        f"library_name: {'onnx' if _has_graph(facts) else 'numpy'}",
        "tags: [postil, active-learning]",
    ]
    bases = {each.origin.base for each in facts.encoders if each.origin and each.origin.base}
    if bases:
        lines.append(f"base_model: {json.dumps(sorted(bases))}")
    if facts.accuracy.value is not None:
        metrics = [{"type": "accuracy", "value": round(facts.accuracy.value, 4)}]
        if facts.of_sets is not None:
            metrics[0]["name"] = "exact match"
            micro, macro = facts.of_sets.micro_f1, facts.of_sets.macro_f1
            metrics += [
                {"type": "f1", "name": name, "value": round(each.value, 4)}
                for name, each in (("micro-F1", micro), ("macro-F1", macro))
            ]
        result = {
            "task": {"type": TASK},
            "dataset": {"name": f"{facts.project} (pool)", "type": "private"},
            "metrics": metrics,
        }
        lines.append(f"model-index: {json.dumps([{'name': name, 'results': [result]}])}")
    return "\n".join([*lines, "---"])


def _opening(facts: ModelFacts) -> str:
    classes = len(facts.classes)
    does = f"Tells {classes} classes of texts apart"
    if facts.thresholds is not None:
        does = f"Tells which of {classes} classes a text has, any number of them or none"
    return (
        f"# {plain(facts.project)}: round {facts.round.number}\n\n"
        f"{does}, from {facts.labels.all:,} labels. Made "
        f"with Postil on {facts.made_at:%Y-%m-%d}."
    )


def _use(facts: ModelFacts) -> str:
    head = (
        "`head.py` has the head alone, for vectors that are there already; it needs numpy. "
        "`model.json` has all of this for programs."
    )
    if not facts.runs:
        stays = [each.name for each in facts.encoders if each.origin is None]
        return (
            "## Use\n\n"
            f"The zip has no encoder for {plain(', '.join(stays))}. So it takes vectors, "
            f"and has no `predict.py`. {head}"
        )
    return (
        "## Use\n\n"
        "```sh\npip install -r requirements.txt\n"
        'python predict.py "a text" "another"\n```\n\n'
        f"{_reads(facts)} {head}"
    )


def _reads(facts: ModelFacts) -> str:
    views = len(facts.released.views)
    if facts.fast is not None:
        many = f"the {views} encoders" if views > 1 else "the encoder"
        return f"`predict.py` reads a text by a small encoder, in the place of {many} of the round."
    [first, *others] = facts.encoders
    graph = not others and first.origin is not None and first.origin.reader in GRAPHS
    return (
        "`predict.py` encodes a text as the service does, by all that the head reads: "
        f"{len(facts.encoders)} of the {views} encoders of the round."
        + (f" {ALONE}" if graph else "")
    )


def _has_graph(facts: ModelFacts) -> bool:
    return any(each.origin and "onnxruntime" in each.origin.requires for each in facts.encoders)


def _curve(facts: ModelFacts) -> str:
    rows = [
        (
            str(point.labels),
            percent(point.estimate),
            interval(point.low, point.high),
        )
        for point in facts.curve
    ]
    curve = table(("labels", FIGURES[facts.metric], "95 % interval"), rows)
    if facts.export.form is not Form.AS_IT_IS:
        curve = f"Of the rounds' own heads, not in the form of this zip.\n\n{curve}"
    return f"## How it got there\n\n{curve}"


def _data(facts: ModelFacts) -> str:
    labels = facts.labels
    people = max(labels.all - labels.from_files, 0)
    who = labellers(facts.bill.people.people, facts.bill.people.programs)
    return (
        "## Data and labels\n\n"
        f"A pool of {facts.items:,} texts. {labels.all:,} labels: {people:,} given here "
        f"({who}), {labels.from_files:,} that came with files. {labels.audits:,} of them "
        "are of audit items, drawn uniformly at random; the others were chosen by "
        f"{facts.round.strategy}. Audit items measure, out of fold, and then teach."
    )


def _cost(facts: ModelFacts) -> str:
    bill = facts.bill
    hours = bill.people.active_seconds / 3600
    energy = "energy not known: " + bill.energy.reason.detail if bill.energy.reason else ""
    if bill.energy.watt_hours is not None:
        energy = f"about {band(bill.energy.watt_hours)} Wh"
    if bill.energy.co2e_grams is not None:
        energy += f", {band(bill.energy.co2e_grams)} g CO2e"
    return (
        "## What it took\n\n"
        f"People: {hours:.1f} hours. Computing, all jobs of the project until now: "
        f"{bill.compute.cpu_seconds:,.0f} CPU-seconds, {bill.compute.gpu_seconds:,.0f} "
        f"GPU-seconds; {energy}{_how(bill.energy.metered_share)}."
    )


def _how(metered_share: float) -> str:
    if metered_share == 0:
        return " (estimated from seconds)"
    return f" ({metered_share:.0%} of the CPU-seconds metered by the machine, the rest estimated)"


def _parts(facts: ModelFacts) -> str:
    by = facts.released.calibration
    lines = [_encoder(each) for each in facts.encoders]
    if isinstance(by, ClassCalibration):
        lines.append(
            "- Calibration: each class by itself, by labels that heads hadn't seen: slopes and "
            "shifts of its log odds are in `model.json`."
        )
    else:
        lines.append(
            f"- Calibration: of p, the probability of the likeliest class, sigmoid({by.shift:.3f} "
            f"+ {by.slope:.3f} log(p / (1 - p))); other classes share the rest."
        )
    return "## Parts\n\n" + "\n".join(lines)


def _encoder(packed: EncoderInZip) -> str:
    origin = packed.origin
    if origin is None:
        return f"- Encoder: {plain(packed.name)}, fingerprint `{packed.fingerprint}`."
    return (
        f"- Encoder: {plain(origin.name)}, licence: {plain(origin.licence or 'not stated')}. It "
        f"reads {_read(origin.most_tokens)} of a text. Fingerprint `{packed.fingerprint}`; "
        "hashes of its files are in `model.json`."
    )


def _read(most_tokens: int | None) -> str:
    return "all" if most_tokens is None else f"the first {most_tokens} tokens"
