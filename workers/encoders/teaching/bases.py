"""What `tuned` learns on: all-MiniLM-L6-v2 or e5, or any sentence-transformers model by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from workers.encoders import e5
from workers.encoders.model_files import licence
from workers.encoders.sentence_transformer import files_of

if TYPE_CHECKING:
    from workers.encoders.text_model import TextModel

PACKAGED, E5 = "", "e5"


@dataclass(frozen=True, eq=False)
class Base:
    """A model as it came."""

    key: str
    """As `base_of` takes it."""
    name: str
    licence: str | None
    checksums: Mapping[str, str]
    device: str
    read: "Callable[[str], TextModel]"
    """For a device; a child may be sent it."""
    read_of_few: "Callable[[str, Sequence[str]], TextModel] | None" = None
    """For these texts alone, where that takes less."""

    @cached_property
    def model(self) -> "TextModel":
        return self.read(self.device)

    def to_look_at(self, texts: Sequence[str]) -> "TextModel":
        """What reads at least these texts."""
        if self.read_of_few is None or "model" in vars(self):
            return self.model
        return self.read_of_few(self.device, texts)


def keys_of(named: str | None) -> tuple[str, ...]:
    """The bases that may be meant: the one that is named, else those which are installed."""
    if named is not None:
        return (named,)
    return (PACKAGED, E5) if e5.available() else (PACKAGED,)


_in_memory: WeakValueDictionary[tuple[str, str], Base] = WeakValueDictionary()


def base_of(key: str, device: str) -> Base:
    """The same one as long as somebody has it: e5 takes 300 MB, and most encoders learn on another.

    Raises ModelNotFound and ModelFilesChanged.
    """
    base = _in_memory.get((key, device))
    if base is None:
        base = _in_memory[key, device] = _read(key, device)
    return base


def _read(key: str, device: str) -> Base:
    if key == E5:
        return Base(key, e5.BASE, e5.LICENCE, e5.FILES, device, e5.reader(), e5.reader_of_few())
    files = files_of(key or None)
    own = licence(files.folder)
    return Base(key, files.name, own, files.checksums, device, files.read)
