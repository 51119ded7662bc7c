"""Sphinx builds the site of the documentation from docs/ (``make docs``)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sphinx", reason="Sphinx is only in the docs dependency group")
pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs"
# Elements that would load something from another host.
LOADED = re.compile(
    r"""<(?:script|img|iframe)\b[^>]*\bsrc="https?:[^"]+|<link\b[^>]*rel="(?:stylesheet|preload)"[^>]*https?:[^"]+"""
)


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build a site with the settings of docs/conf.py, as ``make docs`` does."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-c", str(DOCS)]
    return subprocess.run([*command, str(source), str(site)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    run = build(DOCS, folder)

    assert run.stdout + run.stderr == ""
    assert run.returncode == 0
    return folder


def test_the_site_has_every_page_of_the_documentation(site: Path) -> None:
    """The site builds without warnings, and has a page for each Markdown file in docs/."""
    sources = {
        path.relative_to(DOCS).with_suffix("") for path in DOCS.rglob("*.md") if "_build" not in path.parts
    }
    pages = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}

    assert len(sources) > 40
    assert sources - pages == set()


def test_the_site_loads_nothing_from_other_hosts(site: Path) -> None:
    """All scripts, styles, fonts and pictures are part of the site, so it works offline."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    styles = {path.name: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}

    assert {name: match[0] for name, text in texts.items() if (match := LOADED.search(text))} == {}
    assert [name for name, text in styles.items() if re.search(r"url\([\"']?https?:", text)] == []


@pytest.mark.parametrize("link", ["[no page](missing.md)", "[no heading](#missing)"], ids=["page", "heading"])
def test_a_broken_link_fails_the_build(link: str, tmp_path: Path) -> None:
    """A link to a page or heading that does not exist fails the build."""
    (tmp_path / "index.md").write_text(f"# Title\n\n{link}\n", encoding="utf-8")
    run = build(tmp_path, tmp_path / "site")

    assert run.returncode != 0
    assert "missing" in run.stderr
