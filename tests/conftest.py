"""Fixtures that more than one test file needs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell lets what it starts in the background ignore Ctrl-C; the tests of Ctrl-C are not to depend on it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


# No test asserts times: on a busy machine any example may take longer than a deadline.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party samples, named by WIRESEARCH_SHARED; skips where there is none."""
    folder = os.environ.get("WIRESEARCH_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.skip("WIRESEARCH_SHARED does not name the folder of third-party samples")
    return Path(folder)
