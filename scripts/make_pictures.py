"""Take the screenshots in the documentation with the system's Chromium: ``make pictures``.

The texts are real: pytest runs the tests of a folder, one of which fails, and the pictures show the terminal and the
report.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import make_inbox_pictures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
SHOP = ROOT / "scripts" / "shop_in_pictures"
SIZE = (1180, 740)
_CODE = re.compile(r"\x1b\[([\d;]*)m")
_NAMES = ("#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea")
_COLORS = {str(start + index): name for start in (31, 91) for index, name in enumerate(_NAMES)} | {
    "90": "#8b949e"
}
_TERMINAL = """<!doctype html><style>
body { margin: 0; display: inline-block; background: #0d1117; border-radius: 10px; color: #e6edf3; }
header { padding: 10px 16px; color: #8b949e; font: 13px system-ui, sans-serif; border-bottom: 1px solid #21262d; }
pre { margin: 0; padding: 14px 18px 18px; font: 13px/1.45 "DejaVu Sans Mono", monospace; }
</style><header>$ pytest</header><pre>%s</pre>"""


def main() -> None:
    """Run the tests of the shop, and take all screenshots."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        text = run_tests(Path(folder))
        # The sandbox of Chromium needs privileges that a container lacks.
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        take_terminal(browser, text)
        address = (Path(folder) / "mail.html").as_uri()
        for scheme in ("light", "dark"):
            page = open_page(browser, address, scheme)
            page.screenshot(path=FOLDER / f"report-failure-{scheme}.png")
            open_mail(page, scheme)
            page.screenshot(path=FOLDER / f"report-{scheme}.png")
        page = open_page(browser, address, "light", (390, 760))
        open_mail(page, "light")
        page.screenshot(path=FOLDER / "report-phone.png")
        make_inbox_pictures.take_all(browser, FOLDER)
        browser.close()


def find_chromium() -> str:
    """Return the path of Chromium; raise `SystemExit` if there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return path or sys.exit("Chromium was not found; install it, for example with: apt-get install chromium")


def run_tests(folder: Path) -> str:
    """Run the tests of the shop in a folder, write their report to it, and return the terminal's text."""
    shutil.copytree(SHOP, folder, dirs_exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--color=yes", "--tb=short", "-rN"]
    command += ["-p", "no:cacheprovider", "--ses-report=mail.html"]
    environment = {
        **os.environ,
        "COLUMNS": "120",
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "conftest_plugin"))),
    }
    # One of the tests fails on purpose, so the exit code is not checked.
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return result.stdout.replace(str(folder), "/home/ada/shop")


def take_terminal(browser: Browser, text: str) -> None:
    """Take a screenshot of a terminal with the failing test."""
    page = browser.new_page(viewport={"width": 900, "height": 400}, device_scale_factor=1)
    page.set_content(_TERMINAL % color(text.partition("\n")[2].strip()))
    page.locator("body").screenshot(path=FOLDER / "failing-test.png", omit_background=True)


def color(text: str) -> str:
    """Return a text with the color codes of a terminal as HTML."""
    pieces = _CODE.split(text)
    html, style = [], ""
    for index, piece in enumerate(pieces):
        if index % 2:
            # Codes accumulate until one without a style, such as 0, resets all of them.
            style = f"{style}{_style(piece)}" if _style(piece) else ""
        elif piece:
            html.append(f'<span style="{style}">{escape(piece)}</span>' if style else escape(piece))
    return "".join(html)


def _style(codes: str) -> str:
    colors = [f"color:{_COLORS[code]};" for code in codes.split(";") if code in _COLORS]
    return "".join([*colors, *(["font-weight:bold;"] if "1" in codes.split(";") else [])])


def open_page(browser: Browser, address: str, scheme: str, size: tuple[int, int] = SIZE) -> Page:
    """Open a page in a new window."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto(address)
    page.locator(".row").first.wait_for()
    return page


def open_mail(page: Page, scheme: str) -> None:
    """Open a message in the report, and show it in the color scheme of the page."""
    page.locator(".row", has_text="Your order").click()
    page.get_by_role("button", name=scheme.title()).click()
    page.frame_locator("iframe").get_by_text("Follow your order").wait_for()
    page.wait_for_timeout(200)


if __name__ == "__main__":
    main()
