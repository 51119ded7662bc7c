"""Run the command ``sesmock`` by ``python -m sesmock``."""

from __future__ import annotations

import sys

from sesmock.command_line import main

if __name__ == "__main__":
    sys.exit(main())
