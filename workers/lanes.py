"""The lanes: which jobs the workers of each do."""

from service.jobs.kind import JobKind

LANES = ("cpu", "gpu")


def does(lane: str, kind: JobKind) -> bool:
    """Whether the workers of a lane do jobs of this kind: those of `cpu` do all."""
    return lane == "cpu" or kind.on_gpu
