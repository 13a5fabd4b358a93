"""`README.md`: the card of a model, as model hubs show it."""

import json
from collections.abc import Iterable, Sequence

from service.core.energy import Band
from service.core.heads.leaving import Form
from service.loop.packing.model_facts import ModelFacts

TASK = "text-classification"
FORMS = {
    Form.AS_IT_IS: "It is the head of the round as it is.",
    Form.DISTILLED: (
        "It is one matrix, fitted to what the round's head ({released}) says of the pool. Of "
        "{rows} texts of the pool it names another class for {differs}; of texts that a matrix "
        "wasn't fitted to, for {elsewhere}."
    ),
    Form.WITH_POOL: (
        "It is the round's head ({released}) with the vectors of {rows} texts of the pool, which "
        "speak for texts near to them: one matrix would have named another class for "
        "{distilled_differs} of them. Read as new texts they get another class for {differs}. "
        "**Who has the vector of a text can guess at the text**: pass this model on as you would "
        "the texts."
    ),
}
MEASURED = (
    "All figures are of this head: each audit item is predicted by one that was made in the same "
    "way, form and all, without the item's label."
)

LIMITS = (
    "## What it doesn't say\n\n"
    "Figures are of texts like the pool's; each interval of the curve holds by itself. What people "
    "meant by a class is in the project's guidelines, which are not in here. Labels and head are "
    "yours to license; the encoder keeps its licence."
)
MARKUP = set("\\`*_{}[]()<>#+!|~&$")


def model_card(facts: ModelFacts) -> str:
    """Markdown with a head in YAML. What people typed is escaped in it."""
    parts = (_front, _opening, _use, _quality, _curve, _data, _cost, _parts)
    return "\n\n".join([*(part(facts) for part in parts), LIMITS]) + "\n"


def _front(facts: ModelFacts) -> str:
    """JSON is YAML: no name that people typed can end it."""
    name = f"{facts.project}, round {facts.round.number}"
    lines = [
        "---",
        f"pipeline_tag: {TASK}",
        "library_name: onnx" if facts.origin else "library_name: numpy",
        "tags: [postil, active-learning]",
    ]
    if facts.origin:
        lines.append(f"base_model: {json.dumps(facts.origin.name)}")
    if facts.accuracy.value is not None:
        result = {
            "task": {"type": TASK},
            "dataset": {"name": f"{facts.project} (pool)", "type": "private"},
            "metrics": [{"type": "accuracy", "value": round(facts.accuracy.value, 4)}],
        }
        lines.append(f"model-index: {json.dumps([{'name': name, 'results': [result]}])}")
    return "\n".join([*lines, "---"])


def _opening(facts: ModelFacts) -> str:
    classes = len(facts.classes)
    return (
        f"# {_plain(facts.project)}: round {facts.round.number}\n\n"
        f"Tells {classes} classes of texts apart, from {facts.labels.all:,} labels. Made "
        f"with Postil on {facts.made_at:%Y-%m-%d}."
    )


def _use(facts: ModelFacts) -> str:
    head = (
        "`head.py` has the head alone, for vectors that are there already; it needs numpy. "
        "`model.json` has all of this for programs."
    )
    if facts.origin is None:
        return (
            "## Use\n\n"
            f"The encoder, {_plain(facts.released.views[0].encoder)}, can't leave Postil, so there "
            f"is no ONNX here. {head}"
        )
    return (
        "## Use\n\n"
        "```sh\npip install numpy onnxruntime tokenizers\n"
        'python predict.py "a text" "another"\n```\n\n'
        "`model.onnx` takes token ids to class probabilities, encoder and head in one graph. "
        f"{head}"
    )


def _quality(facts: ModelFacts) -> str:
    found = facts.accuracy
    rows = [
        (
            "accuracy on the pool",
            "too few audit items" if found.value is None else _percent(found.value),
            f"{_percent(found.low)} to {_percent(found.high)}",
            f"{found.audits} audit items",
        )
    ]
    if facts.test is not None:
        test = facts.test
        span = f"{_percent(test.low)} to {_percent(test.high)}"
        rows.append(("accuracy on a test set", _percent(test.value), span, f"{test.items} items"))
    figures = _table(("", "estimate", "95 % interval", "from"), rows)
    leaves = facts.leaving
    form = FORMS[leaves.form].format(
        released=facts.round.head,
        rows=f"{leaves.rows:,}",
        differs=_percent(leaves.differs, 2),
        elsewhere=_percent(leaves.differs_elsewhere, 2),
        distilled_differs=_percent(leaves.distilled_differs, 2),
    )
    classes = [
        (
            _plain(each.name),
            str(each.labels),
            "" if each.recall is None else _percent(each.recall),
            "" if each.recall is None else f"{_percent(each.low)} to {_percent(each.high)}",
            str(each.audits),
        )
        for each in facts.classes
    ]
    of_class = _table(("class", "labels", "recall", "95 % interval", "audit items"), classes)
    return (
        f"## How good it is\n\n{figures}\n\n**The head in this zip.** {form} {MEASURED}\n\n"
        f"By class, on audit items:\n\n{of_class}"
    )


def _curve(facts: ModelFacts) -> str:
    rows = [
        (
            str(point.labels),
            "" if point.estimate is None else _percent(point.estimate),
            f"{_percent(point.low)} to {_percent(point.high)}",
        )
        for point in facts.curve
    ]
    curve = _table(("labels", "accuracy", "95 % interval"), rows)
    if facts.leaving.form is not Form.AS_IT_IS:
        curve = f"Of the rounds' own heads, not in the form of this zip.\n\n{curve}"
    return f"## How it got there\n\n{curve}"


def _data(facts: ModelFacts) -> str:
    labels = facts.labels
    given = max(labels.all - labels.from_files, 0)
    return (
        "## Data and labels\n\n"
        f"A pool of {facts.items:,} texts. {labels.all:,} labels: {given:,} by people "
        f"({facts.people}), {labels.from_files:,} that came with files. {labels.audits:,} of them "
        "are of audit items, drawn uniformly at random; the others were chosen by "
        f"{facts.round.strategy}. Audit items measure, out of fold, and then teach."
    )


def _cost(facts: ModelFacts) -> str:
    bill = facts.bill
    hours = bill.people.active_seconds / 3600
    energy = "energy not known: " + bill.energy.reason.detail if bill.energy.reason else ""
    if bill.energy.watt_hours is not None:
        energy = f"about {_band(bill.energy.watt_hours)} Wh"
    if bill.energy.co2e_grams is not None:
        energy += f", {_band(bill.energy.co2e_grams)} g CO2e"
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
    origin, calibration = facts.origin, facts.released.calibration
    lines = [f"- Fingerprint of the encoder: `{facts.released.views[0].fingerprint}`."]
    if origin is not None:
        licence = _plain(origin.licence or "not stated in its files")
        lines[:0] = [
            f"- Encoder: {_plain(origin.name)}, licence: {licence}. It reads "
            f"{_read(origin.most_tokens)} of a text. Hashes of its files are in `model.json`."
        ]
    lines.append(
        f"- Calibration: of p, the probability of the likeliest class, sigmoid("
        f"{calibration.shift:.3f} + {calibration.slope:.3f} log(p / (1 - p))); other classes share "
        "the rest."
    )
    return "## Parts\n\n" + "\n".join(lines)


def _read(most_tokens: int | None) -> str:
    return "all" if most_tokens is None else f"the first {most_tokens} tokens"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def _band(band: Band) -> str:
    return f"{band.value:.3g} ({band.low:.3g} to {band.high:.3g})"


def _plain(text: str) -> str:
    """With nothing in it that Markdown or HTML reads as theirs."""
    line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in MARKUP else letter for letter in line)
