"""The report in a real browser, from file://, with the network off. Skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wiresearch.render import html
from wiresearch.results import ResultPage

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync "
    "--hide-scrollbars --host-resolver-rules=MAP*~NOTFOUND"
)

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver on the PATH")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd(
        "Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    )
    yield driver
    driver.quit()


@pytest.mark.parametrize("name", ["answer", "nothing", "hostile"])
@pytest.mark.parametrize("width", [320, 1280])
def test_opens_offline_without_request_error_or_overflow(
    browser: Any, tmp_path: Path, request: pytest.FixtureRequest, name: str, width: int
) -> None:
    result: ResultPage = request.getfixturevalue(name)
    file = tmp_path / "report.html"
    file.write_text(html.report(result, title=result.text, command=result.text, version="0.0.0"), encoding="utf-8", newline="")
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
    browser.get_log("performance")
    browser.get(file.as_uri())

    assert browser.get_log("browser") == []
    requests = [entry["message"] for entry in browser.get_log("performance") if '"Network.requestWillBeSent"' in entry["message"]]
    assert len(requests) == 1
    assert file.as_uri() in requests[0]
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0

    for details in browser.find_elements("tag name", "details"):
        browser.execute_script("arguments[0].open = true", details)
    assert browser.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert browser.execute_script("return getComputedStyle(document.body).maxWidth") != "none"
    assert browser.title.endswith("wiresearch")
    assert not browser.find_elements("css selector", "script, img, iframe")
