"""Where things are: the folders of one working copy of the project."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The folders a run reads from and writes to.

    `root` holds sql/ and .fonts/; `data` holds raw/, reference/ and processed/ (a test gives its own).
    """

    root: Path
    data: Path

    @property
    def raw(self) -> Path:
        """What arrived, one folder a month; never changed."""
        return self.data / "raw"

    @property
    def reference(self) -> Path:
        """What the bureau may edit: towns, aliases, scales, scheme, texts."""
        return self.data / "reference"

    @property
    def remarks(self) -> Path:
        """What the analyst adds to the reports, one text file a month."""
        return self.data / "remarks"

    @property
    def issued(self) -> Path:
        """The documents as they were issued; what stands in the register is never changed."""
        return self.data / "issued"

    @property
    def processed(self) -> Path:
        """What runs make; deleting it loses nothing."""
        return self.data / "processed"

    @property
    def sql(self) -> Path:
        """The models and checks."""
        return self.root / "sql"

    @property
    def fonts(self) -> Path:
        """The fonts that set-up laid out, with their fonts.conf."""
        return self.root / ".fonts"


def find_settings() -> Settings:
    """Return the folders of this working copy; MINYI_DATA points the data folder elsewhere."""
    root = Path(__file__).resolve().parents[1]
    data = os.environ.get("MINYI_DATA")
    return Settings(root=root, data=Path(data).resolve() if data else root / "data")
