"""Runs one program, and kills it with all that it started when whoever asked for it is no more.

`python leashed.py PROGRAM ...`: standard input is the leash, whose other end is held by the process that
asked; however that one ends, the kernel lets go. It imports nothing of this project, so it starts in no time.
"""

import os
import signal
import subprocess
import sys
import threading


def main() -> None:
    """Run the program to its end and end as it did."""
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)  # noqa: S603 whoever asks says what
    threading.Thread(target=_watch, daemon=True).start()
    code = process.wait()
    if code < 0:
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _watch() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    main()
