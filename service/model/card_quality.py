"""How good a model is, also beside the full one, as its card tells it."""

from collections.abc import Iterable, Sequence

from service.core.heads.export import Form
from service.jobs.energy import Band
from service.model.model_facts import ClassFacts, ModelFacts

MARKUP = set("\\`*_{}[]()<>#+!|~&$")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float | None, digits: int = 1) -> str:
    return "" if share is None else f"{100 * share:.{digits}f} %"


def interval(low: float, high: float) -> str:
    return f"{percent(low)} to {percent(high)}"


def plain(text: str) -> str:
    """With nothing in it that Markdown or HTML reads as theirs."""
    line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in MARKUP else letter for letter in line)


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
    Form.STUDENT: (
        "It is one matrix on a small encoder, which was taught what the round's head ({released}) "
        "says of texts of the pool. Of {rows} texts of the pool that taught it nothing it names "
        "another class for {differs}."
    ),
}
MEASURED = (
    "All figures are of this head: each audit item is predicted by one that was made in the same "
    "way, form and all, without the item's label."
)
THRESHOLDS = (
    "Each is where F1 is best by the probabilities of texts without a label: no label was spent "
    "on it."
)
FIGURES = {
    "accuracy": "accuracy",
    "exact_match": "right in all of their classes",
    "micro_f1": "micro-F1: all classes of all texts together",
    "macro_f1": "macro-F1: the mean of the classes'",
    "jaccard": "Jaccard index: what is in both sets, of what is in either",
}
IN_PART = ("micro_f1", "macro_f1", "jaccard")


def quality(facts: ModelFacts) -> str:
    export = facts.export
    form = FORMS[export.form].format(
        released=facts.round.head,
        rows=f"{export.rows:,}",
        differs=percent(export.differs, 2),
        elsewhere=percent(export.differs_elsewhere, 2),
        distilled_differs=percent(export.distilled_differs, 2),
    )
    classes = _by_class(facts) if facts.thresholds is None else _by_class_of_sets(facts)
    return (
        f"## How good it is\n\n{_figures(facts)}\n\n**The head in this zip.** {form} {MEASURED}"
        f"\n\n{classes}"
    )


def _figures(facts: ModelFacts) -> str:
    accuracy, test = facts.accuracy, facts.test
    name = FIGURES["accuracy" if facts.thresholds is None else "exact_match"]
    audits = f"{accuracy.audits} audit items"
    few = "too few audit items"
    rows = [
        (
            f"{name}, on the pool",
            few if accuracy.value is None else percent(accuracy.value),
            interval(accuracy.low, accuracy.high),
            audits,
        )
    ]
    if facts.of_sets is not None:
        found_in_part = [(part, getattr(facts.of_sets, part)) for part in IN_PART]
        rows += [
            (FIGURES[part], percent(each.value), interval(each.low, each.high), audits)
            for part, each in found_in_part
        ]
    if test is not None:
        span = interval(test.low, test.high)
        rows.append((f"{name}, on a test set", percent(test.value), span, f"{test.items} items"))
    return table(("", "estimate", "95 % interval", "from"), rows)


def _by_class(facts: ModelFacts) -> str:
    rows = [
        (plain(each.name), str(each.labels), *_recall(each), str(each.audits))
        for each in facts.classes
    ]
    head = ("class", "labels", "recall", "95 % interval", "audit items")
    return f"By class, on audit items:\n\n{table(head, rows)}"


def _by_class_of_sets(facts: ModelFacts) -> str:
    rows = [
        (
            plain(each.name),
            f"{each.threshold:.3f}",
            str(each.labels),
            percent(each.f1),
            *_recall(each),
            percent(each.precision),
            "" if each.precision is None else interval(each.precision_low, each.precision_high),
            f"{each.audits}, {each.named}",
        )
        for each in facts.classes
    ]
    head = ["class", "threshold", "labels", "F1", "recall", "95 % interval"]
    head += ["precision", "95 % interval", "audit items: of it, named so"]
    return (
        "A text has the classes whose probability is above their **threshold**, of which there may "
        f"be none. {THRESHOLDS} By class, on audit items:\n\n{table(head, rows)}"
    )


def _recall(each: ClassFacts) -> tuple[str, str]:
    if each.recall is None:
        return "", ""
    return percent(each.recall), interval(each.low, each.high)


def beside_full(facts: ModelFacts) -> str:
    """Nothing of a full model."""
    fast = facts.fast
    if fast is None:
        return ""
    full, full_joules = fast.full_texts_per_cpu_second, fast.full_joules
    rows = [
        ("texts per CPU-second", _rate(fast.texts_per_cpu_second), _rate(full)),
        ("joules per 1,000 texts, estimated", band(fast.joules), band(full_joules)),
    ]
    lost, low, high = (f"{100 * share:.1f}" for share in (fast.lost, fast.lost_low, fast.lost_high))
    return (
        "## Beside the full model\n\n"
        f"{table(('', 'this one', 'the full one'), rows)}\n\n"
        f"It loses {lost} points of accuracy (95 % interval {low} to {high}; below 0 it gains). "
        "The interval is of two shares: how often the two say different classes, on "
        f"{fast.texts:,} texts without a label that taught it nothing ({percent(1 - fast.same)}), "
        "and which of the two is right then, on audit items. " + _how_it_learnt(fast.taught)
    )


def _how_it_learnt(texts: int) -> str:
    if not texts:
        return "Its own encoder is the one that learnt the labels, in 8 bits."
    return f"It was taught {texts:,} texts, by a head that has seen no audit."


def band(band: Band | None) -> str:
    return "–" if band is None else f"{band.value:.3g} ({band.low:.3g} to {band.high:.3g})"


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:,.0f}"
