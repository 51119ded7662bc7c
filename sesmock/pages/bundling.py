"""The bundling of scripts: the inbox loads them as modules, but a self-contained page has one inline script."""

from __future__ import annotations

import re
from importlib.resources import files

FOLDER = files("sesmock.pages") / "scripts"

_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w.]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def bundle(entry: str) -> str:
    """Return one script that contains a module and the modules that it imports, each in its own scope.

    The modules may use only these forms of imports and exports: ``import { a, b } from "./file.js";`` and
    ``export function``, ``class`` or ``const``.
    """
    # Modules are always strict, but a classic script has to ask for it.
    modules = [f"modules[{name!r}] = {_wrap(text)}" for name, text in _collect(entry, {}).items()]
    return "\n".join(['"use strict";', "const modules = {};", *modules])


def _collect(name: str, modules: dict[str, str]) -> dict[str, str]:
    """Return the texts of the modules by name, each after the modules that it imports."""
    text = (FOLDER / name).read_text("utf-8")
    for match in _IMPORT.finditer(text):
        if match[2] not in modules:
            _collect(match[2], modules)
    modules[name] = text
    return modules


def _wrap(text: str) -> str:
    """Return a module as a call of a function that returns its exports."""
    body = _IMPORT.sub(lambda match: f"const {{ {match[1]} }} = modules[{match[2]!r}];", text)
    exports = ", ".join(name for _, name in _EXPORT.findall(body))
    code = _EXPORT.sub(r"\1", body)
    return f"(() => {{\n{code}\nreturn {{ {exports} }};\n}})();"
