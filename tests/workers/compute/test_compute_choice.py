"""What a worker computes with, and what it costs to find out."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS, until
from tests.workers.processes import ROOT
from workers.compute.choice import LARGE, Computes, faster
from workers.device import has_bfloat16, has_cuda

XEON = "processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 amx_tile\n"
OLD = "processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512bw\nbugs\t\t: avx512_bf16\n"
ARM = "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd sve bf16 i8mm\n"


@pytest.mark.parametrize(
    ("cpuinfo", "has"), [(XEON, True), (OLD, False), (ARM, True), ("", False), (None, False)]
)
def test_bfloat16_is_what_the_processor_says(
    cpuinfo: str | None, has: bool, tmp_path: Path
) -> None:
    place = tmp_path / "cpuinfo"
    if cpuinfo is not None:
        place.write_text(cpuinfo)
    assert has_bfloat16(place) is has


@pytest.mark.slow
def test_small_pools_never_load_torch() -> None:
    code = (
        "import sys; from workers.worker import Worker; from workers.compute.choice import *; "
        "assert Computes(1).for_pool(LARGE - 1).name == 'numpy'; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=PATIENCE_SECONDS)


def test_without_torch_everything_is_done_in_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [place for place in sys.path if "site-packages" not in place])
    assert faster(1) is None
    computes = Computes(1)
    assert computes.for_pool(LARGE).name == computes.name == "numpy"


@pytest.mark.slow
def test_a_large_pool_does_not_wait_for_torch() -> None:
    computes = Computes(2)
    assert computes.for_pool(LARGE).name == "numpy"
    best = faster(2)
    assert (best is not None) == (has_cuda() or has_bfloat16())
    expected = "numpy" if best is None else best.name
    until(lambda: computes.name == expected)
    assert computes.for_pool(LARGE).name == expected
    assert computes.for_pool(LARGE - 1).name == "numpy"
