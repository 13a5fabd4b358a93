"""A file whose time of change says that this process gets through, for health checks."""

from service.kit.settings import Settings


def beat(settings: Settings) -> None:
    """Touches `pulse_file`, if one is set. Raises OSError if it can't be written."""
    if settings.pulse_file is not None:
        settings.pulse_file.touch()
