"""The wheel holds what the program needs at run time: templates, seeds, tables. Only this test sees them missing."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_templates_seeds_and_tables_and_nothing_of_ours_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "wiresearch/templates/report.html",
        "wiresearch/seeds/queries.tsv",
        "wiresearch/data/cities.tsv.gz",
        "wiresearch/py.typed",
    ):
        assert wanted in names
    assert any(name.startswith("wiresearch/seeds/archive/plain/") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"wiresearch"}


def test_an_installed_wheel_runs_the_demo_and_writes_the_report(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel], check=True, capture_output=True)
    # The dependencies come from this environment; wiresearch itself is editable here, so it can only come from the wheel.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIRESEARCH_")}
    environment["PYTHONPATH"] = sysconfig.get_path("purelib")
    where = [python, "-c", "import wiresearch; print(wiresearch.__file__)"]
    assert str(tmp_path) in subprocess.run(where, check=True, capture_output=True, text=True, env=environment, cwd=tmp_path).stdout
    for _ in range(2):
        done = subprocess.run(
            [tmp_path / "env" / "bin" / "wiresearch", "demo"], capture_output=True, text=True, env=environment, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("$ wiresearch") == 4
    assert "<!doctype html>" in (tmp_path / "demo-report.html").read_text(encoding="utf-8").lower()
