"""What all-MiniLM-L6-v2 makes of a text after four of its six layers.

Its last layers were taught which sentences mean the same, and drop what that doesn't take: what is
asked for, and in which tone. Many intents are told apart by them, and worse without them: see
benchmarks/findings/0050.
"""

import hashlib
import json

from service.ports import Encoder, EncoderEntry, EncoderSpec
from workers.device import has_cuda
from workers.encoders.sentence_transformer import (
    ModelFiles,
    SentenceTransformerEncoder,
    available,
    files_of,
)
from workers.encoders.text_model import TextModel

LAYERS = 4


class FirstLayers(ModelFiles):
    """Of the packaged model."""

    @property
    def title(self) -> str:
        return f"{self.name}, its first {LAYERS} layers"

    def read(self, device: str) -> TextModel:
        from workers.encoders.minilm import read_minilm

        return read_minilm(self.folder, device, LAYERS)


def load(model: str | None = None) -> Encoder:
    """Raises ModelFilesChanged when the packaged files are not the expected ones."""
    assert model is None, "the encoder middle takes no model"
    files = FirstLayers(*files_of(None))
    numeric_class = SentenceTransformerEncoder.numeric_class
    recipe = json.dumps([files.checksums, LAYERS, "unit", numeric_class], sort_keys=True)
    fingerprint = hashlib.sha256(recipe.encode()).hexdigest()
    return SentenceTransformerEncoder(
        files.read("cuda" if has_cuda() else "cpu"), files, fingerprint
    )


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="middle",
        title="all-MiniLM-L6-v2 without its last two layers (for few classes)",
        dimensions=384,
        portable=True,
        extra="workers",
        seconds=34,
    ),
    available=available,
    load=load,
)
