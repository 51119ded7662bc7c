"""Bundling: the modules of a page's script become one script."""

from __future__ import annotations

import re

import pytest

from sesmock.pages import bundling

# The inbox's own scripts are in a folder below, and are not bundled.
NAMES = sorted(path.name for path in bundling.FOLDER.iterdir() if path.is_file())


def test_a_bundle_has_each_module_once_after_its_imports() -> None:
    """A bundle has each module once, after all modules that it imports."""
    code = bundling.bundle("report.js")
    defined = re.findall(r"^modules\[\'([\w.]+)\'\] = ", code, re.MULTILINE)
    used = [(match.start(), match[1]) for match in re.finditer(r" = modules\['([\w.]+)'\];", code)]

    assert len(defined) == len(set(defined))
    assert all(code.index(f"modules['{name}'] = ") < position for position, name in used)
    assert defined[-1] == "report.js"


@pytest.mark.parametrize("name", NAMES)
def test_modules_use_only_forms_that_can_be_bundled(name: str) -> None:
    """A bundle has no import or export left, and no text that would end its script element."""
    # HTML standard, "script data state": "</script" ends a script, and "<!--" changes how it is parsed.
    code = bundling.bundle(name)

    assert not re.search(r"^\s*(import|export)\b", code, re.MULTILINE)
    assert "</script" not in code.lower()
    assert "<!--" not in code
