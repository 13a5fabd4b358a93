"""Texts of an import that may not be meant: each kind is said once, with how many and where."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from service.app import App
from service.importing.queries.import_rows import ImportRows
from service.importing.show_import import Warnings
from service.pool.tables.items import Import

LONG = 2_000
"""Characters. The longest that a usual encoder reads is about 500 tokens."""
LINES = 3
"""That are named."""
AT_ONCE = 250
"""Texts in memory: the longest are large."""
LETTER = re.compile(r"[^\W\d_]")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]{2,8}|#\d{2,6});")
MISREAD = re.compile("\ufffd|[ÂÃ][\u0080-\u00bf€™]|â€")
"""What is left of UTF-8 that was read as another encoding."""


def is_markup(text: str) -> bool:
    return ("<" in text or "&" in text) and MARKUP.search(text) is not None


def is_misread(text: str) -> bool:
    return not text.isascii() and MISREAD.search(text) is not None


@dataclass
class Oddity:
    """One way to be odd."""

    pattern: str
    """Of the sentence: `n` texts, and `where` they stand."""
    holds: Callable[[str], bool]
    most: float = 1.0
    """The greatest share of all texts: of more, it's what the texts are."""
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def take(self, line: int, text: str) -> None:
        if self.holds(text):
            self.count += 1
            if len(self.lines) < LINES:
                self.lines.append(line)

    def sentence(self) -> str:
        lines = [f"line {line:,}" for line in self.lines]
        more = self.count - len(lines)
        where = ", ".join([*lines, f"{more:,} more"] if more else lines)
        return self.pattern.format(n=f"{self.count:,}", where=where)


def oddities() -> list[Oddity]:
    return [
        Oddity("Texts without a letter: {n} ({where}).", lambda t: not LETTER.search(t), 0.5),
        Oddity("Texts with markup, such as <br> or &amp;: {n} ({where}).", is_markup),
        Oddity(
            "Texts that look misread, such as Ã© for é: {n} ({where}). Is the file UTF-8?",
            is_misread,
        ),
        Oddity(
            f"Texts of more than {LONG:,} characters: {{n}} ({{where}}). Most encoders read "
            "the beginning only.",
            lambda text: len(text) > LONG,
        ),
    ]


def _is_plain(text: str) -> bool:
    """Whether it is none of them. Said of nearly every text, in half a microsecond."""
    return (
        text.isascii()
        and "<" not in text
        and "&" not in text
        and len(text) <= LONG
        and LETTER.search(text) is not None
    )


class OddTexts:
    """Those of one import. An attempt that goes on begins with what is stored."""

    def __init__(self, app: App, upload: Import) -> None:
        self._kinds, self._count = oddities(), 0
        last = 0
        while upload.received:
            with app.read() as uow:
                rows = uow[ImportRows].texts(upload.id, after=last, limit=AT_ONCE)
            if not rows:
                break
            self.take((line, text) for _, line, text in rows)
            last = rows[-1][0]

    def take(self, texts: Iterable[tuple[int, str]]) -> None:
        """Texts with their lines, in the file's order."""
        for line, text in texts:
            self._count += 1
            if not _is_plain(text):
                for each in self._kinds:
                    each.take(line, text)

    def warn(self, warnings: Warnings) -> None:
        """When all rows are in."""
        for each in self._kinds:
            if 0 < each.count <= each.most * self._count:
                warnings.warn(None, each.sentence())
