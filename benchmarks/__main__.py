"""Prints the time and memory of the main commands as ratios to an empty CDK app: `make bench`."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.cases import EMPTY, cases
from benchmarks.measure import adopt_orphans, measure, median, ratio


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each command (5)")
    rounds = parser.parse_args().rounds
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        runs = measure(cases(Path(folder)), rounds=rounds)
    print(f"Medians of {rounds} runs in turn; x is the ratio to the empty app, round by round\n")
    print(f"{'':40}{'wall':>8}{'x':>7}{'cpu':>9}{'x':>7}{'memory':>9}")
    for name, one in runs.items():
        print(
            f"{name:40}{median(one, 'wall_s'):7.2f}s{ratio(one, runs[EMPTY], 'wall_s'):7.2f}"
            f"{median(one, 'cpu_s'):8.2f}s{ratio(one, runs[EMPTY], 'cpu_s'):7.2f}"
            f"{median(one, 'peak_mib'):6.0f}MiB"
        )


if __name__ == "__main__":
    main()
