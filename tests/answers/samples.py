"""Answers of each kind, to try it with."""

from service.answers.answer import Named

CLASSES = ["bird", "fruit", "metal, hot", 'say "what"']

SAMPLES: dict[str, list[Named]] = {
    "single_label": [[name] for name in CLASSES],
    "multi_label": [[], ["fruit"], ["bird", "fruit"], ["metal, hot", 'say "what"'], CLASSES],
}
"""Each means something else. A new kind has its line here."""
