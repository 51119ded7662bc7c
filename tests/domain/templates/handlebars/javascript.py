"""The answers of handlebars for JavaScript: ``python -m tests.domain.templates.handlebars.javascript`` saves them.

Needs Node and the npm package handlebars 4.7 where Node finds it (``NODE_PATH``).
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from tests.domain.templates.handlebars.templates import DATA, TEMPLATES, WRITTEN

ANSWERS = Path(__file__).parent / "answers.json"
_RENDER = """
const handlebars = require("handlebars");
handlebars.log = () => {};
const {templates, data} = JSON.parse(require("fs").readFileSync(0));
console.log(JSON.stringify(templates.map(template => {
    try { return handlebars.compile(template, {noEscape: true})(data); } catch (error) { return null; }
})));
"""


def is_there() -> bool:
    """Return whether Node and the package can be found."""
    node = shutil.which("node")
    return (
        node is not None
        and not subprocess.run(
            [node, "-e", 'require("handlebars")'], check=False, capture_output=True
        ).returncode
    )


def rendered(templates: list[str]) -> list[str | None]:
    """Return what handlebars makes of templates, None for those that it refuses."""
    given_data = json.dumps({"templates": templates, "data": DATA})
    done = subprocess.run(
        ["node", "-e", _RENDER], input=given_data, capture_output=True, text=True, check=True
    )
    answers: list[str | None] = json.loads(done.stdout)
    return answers


def made_by_hypothesis() -> list[str]:
    """Return some hundred templates, always the same."""
    found: dict[str, Any] = {}

    @settings(max_examples=400, derandomize=True, database=None, deadline=None)
    @given(TEMPLATES)
    def collect(template: str) -> None:
        found[template] = None

    collect()
    return list(found)


if __name__ == "__main__":
    chosen = list(dict.fromkeys(WRITTEN + made_by_hypothesis()))
    answers = dict(zip(chosen, rendered(chosen), strict=True))
    ANSWERS.write_text(json.dumps(answers, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(len(answers), "answers saved")
