"""Fixtures that more than one test file needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party samples, named by WIRESEARCH_SHARED; skips where there is none."""
    folder = os.environ.get("WIRESEARCH_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.skip("WIRESEARCH_SHARED does not name the folder of third-party samples")
    return Path(folder)
