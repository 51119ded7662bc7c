"""Render templates with Handlebars for JavaScript and save the results.

Run it with ``python -m tests.domain.templates.handlebars.javascript``. It needs Node and the npm package
handlebars 4.7 where Node finds it (``NODE_PATH``).
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from tests.domain.templates.handlebars.templates import DATA, HANDWRITTEN, TEMPLATES

ANSWERS = Path(__file__).parent / "answers.json"
# noEscape, since SES does not escape values either.
_RENDER = """
const handlebars = require("handlebars");
handlebars.log = () => {};
const {templates, data} = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(templates.map(template => {
    try { return handlebars.compile(template, {noEscape: true})(data); } catch (error) { return null; }
})));
"""


def is_available() -> bool:
    """Return whether Node and the package can be found."""
    node = shutil.which("node")
    return (
        node is not None
        and not subprocess.run(
            [node, "-e", 'require("handlebars")'], check=False, capture_output=True
        ).returncode
    )


def render_all(templates: list[str]) -> list[str | None]:
    """Return the results of Handlebars for JavaScript, None for each template that it refuses."""
    request = json.dumps({"templates": templates, "data": DATA})
    process = subprocess.run(
        ["node", "-e", _RENDER], input=request, capture_output=True, text=True, check=True
    )
    answers: list[str | None] = json.loads(process.stdout)
    return answers


def generate_templates() -> list[str]:
    """Return about 400 generated templates, the same in every run."""
    templates: dict[str, Any] = {}

    @settings(max_examples=400, derandomize=True, database=None, deadline=None)
    @given(TEMPLATES)
    def collect(template: str) -> None:
        templates[template] = None

    collect()
    return list(templates)


if __name__ == "__main__":
    templates = list(dict.fromkeys(HANDWRITTEN + generate_templates()))
    answers = dict(zip(templates, render_all(templates), strict=True))
    ANSWERS.write_text(json.dumps(answers, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(len(answers), "answers saved")
