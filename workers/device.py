"""What there is to compute on, and with."""

from importlib.util import find_spec
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
# x86 with AVX-512 or AMX, Arm. Other CPUs do bfloat16 by converting, which is no gain.
BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}


def has_cuda() -> bool:
    """Whether torch is installed and sees a CUDA device. Imports torch, which takes seconds."""
    if find_spec("torch") is None:
        return False
    import torch

    return torch.cuda.is_available()


def has_bfloat16(cpuinfo: Path = CPUINFO) -> bool:
    """Whether this CPU multiplies in bfloat16. False also where the system doesn't say.

    torch's own answer (`mkldnn_bf16`) is also yes where oneDNN only imitates it.
    """
    if not cpuinfo.exists():
        return False
    names = ("flags", "Features")
    flags = [line for line in cpuinfo.read_text().splitlines() if line.startswith(names)]
    return bool(flags) and not BFLOAT16_FLAGS.isdisjoint(flags[0].partition(":")[2].split())
