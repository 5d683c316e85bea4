"""Drives a headless Chromium through its DevTools protocol: no network, a new empty profile each time."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import websocket

from planner.printing import browser

READY = 40.0
"""Seconds a browser may take to start, or to answer."""


class Page:
    """One tab, and what it logged and asked for."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=READY, suppress_origin=True)
        self._sent = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its answer."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv())
            if told.get("id") == self._sent:
                assert "error" not in told, told
                return dict(told["result"])
            self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        match told["method"]:
            case "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(told["params"]["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["params"]["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if told["params"]["type"] in ("error", "warning", "assert"):
                self.complaints.append(json.dumps(told["params"]["args"]))

    def open(self, path: Path) -> None:
        """Open a file and wait until it is loaded."""
        self.send("Page.navigate", url=path.resolve().as_uri())
        end = time.monotonic() + READY
        while self.run("document.readyState + location.protocol") != "completefile:":
            assert time.monotonic() < end, "the page was not loaded"
            time.sleep(0.05)

    def run(self, script: str) -> Any:
        """Return the value of an expression on the page."""
        told = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key."""
        codes = {"ArrowRight": 39, "Escape": 27, "Tab": 9, "Enter": 13}
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=codes[key],
                **(text if kind == "keyDown" else {}),
            )

    def point(self, x: float, y: float) -> None:
        """Move the pointer."""
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def pdf(self) -> bytes:
        """Print the page as it asks to be printed."""
        told = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(told["data"])

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


@contextmanager
def chromium() -> Iterator[Page]:
    """Start a browser, and end it; where there is none the test is skipped, and says so."""
    program = browser()
    if program is None:
        pytest.skip("no Chromium on the PATH: the report is not looked at in a browser")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [program, "--headless", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"]
        started = subprocess.Popen(
            [*command, f"--user-data-dir={profile}", "--window-size=1200,900", *root, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            page = Page(_address(Path(profile) / "DevToolsActivePort"))
            try:
                yield page
            finally:
                page.close()
        finally:
            started.terminate()
            started.wait(READY)


def _address(file: Path) -> str:
    end = time.monotonic() + READY
    while not file.exists() or len(file.read_text().split()) < 2:
        assert time.monotonic() < end, "Chromium did not start"
        time.sleep(0.05)
    port = file.read_text().split()[0]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/json", timeout=READY) as answer:
        tabs = json.load(answer)
    return str(next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"))
