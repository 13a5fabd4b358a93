"""What a fast model gains and loses beside the full one, as its card tells it."""

from service.jobs.energy import Band
from service.model.card_quality import percent, table
from service.model.model_facts import ModelFacts


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
        "and which of the two is right then, on audit items. It was taught "
        f"{fast.taught:,} texts, by a head that has seen no audit."
    )


def band(band: Band | None) -> str:
    return "–" if band is None else f"{band.value:.3g} ({band.low:.3g} to {band.high:.3g})"


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:,.0f}"
