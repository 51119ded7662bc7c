"""Search for bugs with random calls and damaged requests: ``python -m tests.fuzzing --seconds 600``."""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

from tests.fuzzing.machine import TALLY
from tests.fuzzing.models import OPERATIONS
from tests.fuzzing.runs import KINDS, run

if TYPE_CHECKING:
    from collections.abc import Iterator

WALKS, STEPS = 20, 50


def main(arguments: list[str] | None = None) -> None:
    """Run rounds of all kinds until the time is up; raise the first failure."""
    options = parse(arguments)
    numbers = draw_seeds(options.seconds) if options.seed is None else [options.seed]
    for number in numbers:
        for kind in options.kinds or KINDS:
            print(f"{kind}: seed {number}", flush=True)
            run(kind, number, walks=WALKS, steps=STEPS, shrink=options.shrink)
    report()


def draw_seeds(seconds: float) -> Iterator[int]:
    """Yield random seeds until the time is up, at least one."""
    end = time.monotonic() + seconds
    yield random.randrange(10**9)
    while time.monotonic() < end:
        yield random.randrange(10**9)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="start no more rounds after this time")
    parser.add_argument("--seed", type=int, help="run only the round with this seed")
    parser.add_argument(
        "--kind", dest="kinds", action="append", choices=KINDS, help="run only rounds of this kind"
    )
    parser.add_argument(
        "--shrink", action="store_true", help="spend minutes searching for the shortest walk that fails"
    )
    return parser.parse_args(arguments)


def report() -> None:
    """Print how many calls were made, and which operations accepted none."""
    codes: Counter[str] = Counter()
    for (_, _, code), count in TALLY.items():
        codes[code] += count
    accepted = {(api, operation) for api, operation, code in TALLY if not code}
    print(f"{codes.total()} calls, {codes['']} of them accepted; errors of {len(codes) - 1} codes")
    print("accepted nothing:", *(f"{api}.{name}" for api, name in OPERATIONS if (api, name) not in accepted))


if __name__ == "__main__":
    # As in the tests, ignore the credentials and profiles of the machine.
    for variable in [variable for variable in os.environ if variable.startswith("AWS_")]:
        del os.environ[variable]
    main()
