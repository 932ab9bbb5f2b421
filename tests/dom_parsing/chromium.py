"""Debian's Chromium over a pipe: scripts off, no address but this machine's own, one page after the other."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

PATH = shutil.which("chromium")
WIDTH, HEIGHT = 1280, 720
"""Of the window, in CSS pixels; a device pixel each."""

_ARGUMENTS = (
    "--headless",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * 127.0.0.1:9, EXCLUDE 127.0.0.1",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--mute-audio",
)


class Tab:
    """One tab, driven by the DevTools protocol: JSON messages that end in a NUL."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands = commands
        self._answers = answers
        self._session: str | None = None
        self._last = 0
        self._rest = b""
        self._loaded: set[str] = set()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)
        self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Send a command and return its result."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        while (answer := self._next()).get("id") != self._last:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, url: str) -> None:
        """Load a page and all its images, as far as those can be had."""
        loader = self.call("Page.navigate", url=url)["loaderId"]
        while loader not in self._loaded:
            self._next()
        self._loaded.clear()

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression; the page's own scripts stay off."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = os.read(self._answers.fileno(), 1 << 20)
            if not data:
                raise RuntimeError("Chromium has ended")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        event = answer.get("params", {})
        if answer.get("method") == "Page.lifecycleEvent" and event["name"] == "load":
            self._loaded.add(event["loaderId"])
        return answer


def _pipe_beyond_its_place() -> tuple[int, int]:
    """A pipe whose ends are neither 3 nor 4, where the browser looks for its own."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


@contextmanager
def browsing(profile: Path) -> Iterator[Tab]:
    """Run Chromium with a profile folder of its own; yield its only tab."""
    assert PATH is not None
    to_browser, commands = _pipe_beyond_its_place()
    answers, from_browser = _pipe_beyond_its_place()
    # Root has no sandbox to enter; what is opened comes from this machine only, and runs no script.
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    process = subprocess.Popen(
        [
            "bash",
            "-c",
            f'exec "$@" 3<&{to_browser} 4>&{from_browser}',
            "bash",
            PATH,
            *_ARGUMENTS,
            *root,
            f"--user-data-dir={profile}",
        ],
        pass_fds=(to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        with os.fdopen(commands, "wb") as writing, os.fdopen(answers, "rb", buffering=0) as reading:
            yield Tab(writing, reading)
    finally:
        process.terminate()
        process.wait(30)
