"""What there is to compute on."""

from importlib.util import find_spec


def has_cuda() -> bool:
    """Whether torch is installed and sees a CUDA device. Imports torch, which takes seconds."""
    if find_spec("torch") is None:
        return False
    import torch

    return torch.cuda.is_available()
