"""Where the published truth lies that some tests compare with; they are skipped where it is absent."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]


def shared(path: str) -> Path:
    """A file of the shared folder: $SHARED, or the folder `shared` beside the repository."""
    found = Path(os.environ.get("SHARED", _ROOT.parent / "shared")) / path
    if not found.exists():
        pytest.skip(f"the shared file {path} is not here")
    return found
