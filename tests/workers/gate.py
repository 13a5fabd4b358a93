"""An encoder with a gate, registered as other people's packages register theirs.

It encodes as `hashing` does, notes every text once its vector is there, and stops before call
number `stop_before` until the test opens the gate. Its state is files, because it lives in a
worker process that the test kills.
"""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.ports import Arrays, Encoder, EncoderEntry, EncoderSpec, FloatArray
from workers.encoders.hashing import DIMENSIONS, HashingEncoder
from workers.encoders.numeric_class import PROBES

PLACE = "POSTIL_TEST_GATE"


class Gate:
    """The test's side."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.place.mkdir()
        self.install()

    def install(self) -> None:
        (self.place / "installed").touch()

    def uninstall(self) -> None:
        (self.place / "installed").unlink()

    def stop_before(self, call: int) -> None:
        whole = self.place / "stop_before.part"
        whole.write_text(str(call))
        whole.replace(self.place / "stop_before")  # it may be read at any time

    def close_before(self, calls: int) -> None:
        """As `stop_before`, counted from now, and again after it was opened."""
        for name in ("open", "waiting"):
            (self.place / name).unlink(missing_ok=True)
        done = self.place / "calls"
        self.stop_before((done.stat().st_size if done.exists() else 0) + calls)

    def open(self) -> None:
        (self.place / "open").touch()

    @property
    def waiting(self) -> bool:
        return (self.place / "waiting").exists()

    @property
    def encoded(self) -> list[tuple[int, str]]:
        """Process id and text of every vector that was made, in order."""
        if not (self.place / "encoded").exists():
            return []
        lines = (self.place / "encoded").read_text().splitlines()
        return [(int(pid), text) for pid, _, text in (line.partition(" ") for line in lines)]


class GatedEncoder:
    """The worker's side."""

    fingerprint = "gated" * 12
    dimensions = DIMENSIONS
    numeric_class = "exact"

    def __init__(self) -> None:
        self._place = Path(os.environ[PLACE])
        self._hashing = HashingEncoder()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        if tuple(texts) == PROBES:  # nobody's texts: the encoder is being checked
            return self._hashing.encode(texts)
        self._pass()
        vectors = self._hashing.encode(texts)
        with (self._place / "encoded").open("a") as file:
            file.writelines(f"{os.getpid()} {text}\n" for text in texts)
        self._passed()
        return vectors

    def reference(self, texts: Sequence[str]) -> FloatArray:
        return self._hashing.reference(texts)

    def _pass(self) -> None:
        stop_before, calls = self._place / "stop_before", self._place / "calls"
        done = calls.stat().st_size if calls.exists() else 0
        while stop_before.exists() and done + 1 >= int(stop_before.read_text()):
            (self._place / "waiting").touch()
            if (self._place / "open").exists():
                return
            time.sleep(0.01)

    def _passed(self) -> None:
        with (self._place / "calls").open("a") as file:
            file.write(".")


class GatedTuned(GatedEncoder):
    """It learns how many labels there are: another encoder each time, and that at the gate too."""

    def __init__(self, arrays: Arrays | None = None) -> None:
        super().__init__()
        self.fingerprint = f"tuned on {0 if arrays is None else int(arrays['labels'])}".ljust(60)

    def tune(
        self,
        texts: Sequence[str],
        _members: NDArray[np.int8],
        _several: bool,
        _seed: int,
        progress: Callable[[int, int], None],
    ) -> Arrays:
        progress(1, 2)
        self._pass()
        self._passed()
        return {"labels": np.array(len(texts))}

    def fitted(self, arrays: Arrays) -> "GatedTuned":
        return GatedTuned(arrays)


def _available() -> bool:
    return PLACE in os.environ and (Path(os.environ[PLACE]) / "installed").exists()


def _load(model: str | None) -> Encoder:
    assert model is None
    return GatedEncoder()


ENCODER = EncoderEntry(
    EncoderSpec("gated", "Waits at a gate", DIMENSIONS, seconds=1), _available, _load
)
TUNED = EncoderEntry(
    EncoderSpec("gated_tuned", "Learns at a gate", DIMENSIONS, seconds=1, learns_labels=True),
    _available,
    lambda _model: GatedTuned(),
)


def register(site: Path) -> None:
    """Writes to `site` what pip would: a distribution that registers the encoder."""
    info = site / "gated_encoder-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gated-encoder\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[postil.encoders]\n"
        "gated = tests.workers.gate:ENCODER\n"
        "gated_tuned = tests.workers.gate:TUNED\n"
    )
