"""fast-fit in a process of its own; see `beside_libraries`.

It reads JSON: `model`, a folder; `seed`; `texts` with their `labels`; `others` with their `truth`.
It writes JSON: the `accuracy` on the others, and CPU-`seconds`.
"""

import json
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import Any

import torch
from datasets import Dataset
from fastfit import FastFitTrainer, train


class Accuracy:
    """In the place of one that fast-fit loads from the network."""

    def compute(self, predictions: Sequence[int], references: Sequence[int]) -> dict[str, float]:
        right = sum(one == other for one, other in zip(predictions, references, strict=True))
        return {"accuracy": right / len(references)}


def main() -> None:
    asked = json.load(sys.stdin)
    torch.set_num_threads(1)
    begun = time.process_time()
    with redirect_stdout(sys.stderr):
        accuracy = _learnt(asked)
    print(json.dumps({"accuracy": accuracy, "seconds": time.process_time() - begun}))


def _learnt(asked: dict[str, Any]) -> float:
    """With the arguments of its README, but on a CPU."""
    train.load_metric = lambda *_given, **_named: Accuracy()
    own = Dataset.from_dict({"text": asked["texts"], "label_text": asked["labels"]})
    others = Dataset.from_dict({"text": asked["others"], "label_text": asked["truth"]})
    trainer = FastFitTrainer(
        model_name_or_path=asked["model"],
        label_column_name="label_text",
        text_column_name="text",
        num_train_epochs=40,
        per_device_train_batch_size=32,
        per_device_eval_batch_size=64,
        max_text_length=128,
        dataloader_drop_last=False,
        num_repeats=4,
        optim="adafactor",
        clf_loss_factor=0.1,
        use_cpu=True,
        seed=asked["seed"],
        report_to="none",
        train_dataset=own,
        validation_dataset=others,
        test_dataset=others,
    )
    trainer.train()
    return float(trainer.test()["eval_accuracy"])


if __name__ == "__main__":
    main()
