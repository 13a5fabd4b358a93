"""Encoders on two of MiniLM's six layers: what they do is the same, in a third of the time."""

from dataclasses import replace

from workers.encoders.minilm import read_minilm
from workers.encoders.sentence_transformer import ModelFiles, SentenceTransformerEncoder, files_of
from workers.encoders.teaching.bases import PACKAGED, Base, base_of
from workers.encoders.text_model import TextModel
from workers.encoders.tuned import TunedEncoder

LAYERS = 2


class ShallowFiles(ModelFiles):
    def read(self, device: str) -> TextModel:
        return read_minilm(self.folder, device, LAYERS)


def shallow_base() -> Base:
    files = ShallowFiles(*files_of(None))
    return replace(base_of(PACKAGED, "cpu"), read=files.read)


def shallow_tuned() -> TunedEncoder:
    """It teaches one of them."""
    return TunedEncoder({PACKAGED: shallow_base})


def shallow_minilm() -> SentenceTransformerEncoder:
    files = ShallowFiles(*files_of(None))
    return SentenceTransformerEncoder(files.read("cpu"), files, "shallow MiniLM")
