"""The entry point of ``python -m sesmock``, which runs the ``sesmock`` command."""

from __future__ import annotations

import sys

from sesmock.command_line import main

if __name__ == "__main__":
    sys.exit(main())
