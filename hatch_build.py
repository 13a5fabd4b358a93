"""Builds the page into a wheel or an sdist, with no Node on the machine."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildPage(BuildHookInterface):  # type: ignore[type-arg]
    """Leaves editable installs alone (`make page` builds there), and sdists as they were built."""

    PLUGIN_NAME = "page"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        if version == "editable" or is_sdist(root):
            return
        sys.path.insert(0, str(root / "scripts"))
        import build_page  # scripts/ is no package, and is on the path only here

        build_page.build_if_changed(root)


def is_sdist(root: Path) -> bool:
    """Whether this is an unpacked sdist: it carries the page as it was built for the release."""
    page = root / "service" / "web" / "static" / "index.html"
    return (root / "PKG-INFO").exists() and page.exists()
