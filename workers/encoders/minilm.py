"""all-MiniLM-L6-v2, of its files. Imports torch."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from workers.encoders.bert import Bert, Reading, Words

LAYERS, WORDS = 6, 30_522
LONGEST = 256
"""Tokens of a text that are read."""
TABLES = {"words.table": "word", "places": "position", "kinds": "token_type"}
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm": "output.LayerNorm",
}


def read_minilm(folder: Path, device: str, layers: int = LAYERS) -> Bert:
    """From its files, whose sums have to be checked before; the first so many of its layers."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    with torch.device("meta"):  # without arrays of its own
        model = Bert(Reading(tokenizer), Words(WORDS), layers)
    # The file is mapped: of the table of words what is used comes into memory.
    stored = load_file(folder / "model.safetensors")
    arrays = {ours: stored[name] for ours, name in stored_names(layers).items()}
    model[0].load_state_dict(arrays, assign=True)
    return model.to(device).eval()


def stored_names(layers: int) -> dict[str, str]:
    """Of our parameters in the file."""
    parts = {"norm": "embeddings.LayerNorm"} | {
        f"layers.{number}.{ours}": f"encoder.layer.{number}.{name}"
        for number in range(layers)
        for ours, name in PARTS.items()
    }
    return {ours: f"embeddings.{name}_embeddings.weight" for ours, name in TABLES.items()} | {
        f"{ours}.{kind}": f"{name}.{kind}"
        for ours, name in parts.items()
        for kind in ("weight", "bias")
    }
