"""Runs the emulator until its standard input closes: `python -m baseline.rehearsal.emulator.serve`.

It prints its port as the first line. Standard input is the leash: whoever started this process holds the
other end, so however that one ends, Ctrl-C or SIGKILL, the kernel closes the pipe and nothing goes on
listening.
"""

import asyncio
import os
import signal
import socket
import sys
import threading
from pathlib import Path


def main() -> None:
    """Bind a port that the kernel gives, on loopback only, and serve."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    # MiniStack reads all of these when it is imported.
    os.environ.update(
        GATEWAY_PORT=str(port),
        BIND_HOST="127.0.0.1",
        AUTH="true",
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        DOCKER_HOST="unix:///nonexistent",  # containers would outlive this process
        PYTHONPATH=str(Path(__file__).parent / "lambda_modules"),  # for the Lambda functions it runs
    )
    print(port, flush=True)
    asyncio.run(_serve(listener))


async def _serve(listener: socket.socket) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack import app

    from baseline.rehearsal.emulator.install import install

    install()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    # Ctrl-C reaches the whole process group; the one that started this one decides when to stop it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_leash, args=(loop, stop), daemon=True).start()
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.graceful_timeout = 0.5
    await serve(app.app, config, shutdown_trigger=stop.wait)
    # Warm Lambda workers are threads that would keep the interpreter for minutes.
    os._exit(0)


def _watch_leash(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(stop.set)


if __name__ == "__main__":
    main()
