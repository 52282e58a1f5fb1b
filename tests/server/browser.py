"""A headless Chromium driven over its debugging pipe (Chrome DevTools Protocol), without any library."""

from __future__ import annotations

import base64
import itertools
import json
import os
import select
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--lang=en-US", "--remote-debugging-pipe",
    "--disable-features=Translate,OptimizationHints", "--hide-scrollbars",
)  # fmt: skip
# Keys by name: key, code, number.
_KEYS = {
    "ArrowDown": 40, "ArrowUp": 38, "Backspace": 8, "Enter": 13, "Escape": 27, "Tab": 9, "Home": 36, "End": 35,
    "ArrowLeft": 37, "ArrowRight": 39,
}  # fmt: skip
_MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class Browser:
    """One tab; a context manager."""

    def __init__(self, chromium: str, folder: Path) -> None:
        ours, theirs = os.pipe(), os.pipe()
        self._out, self._in = theirs[0], ours[1]

        def give() -> None:  # the protocol: the browser reads from 3 and writes to 4
            read, write = os.dup(ours[0]), os.dup(theirs[1])
            os.dup2(read, 3)
            os.dup2(write, 4)

        command = [chromium, *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
        self._process = subprocess.Popen(
            command, preexec_fn=give, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(ours[0])
        os.close(theirs[1])
        self._numbers = itertools.count(1)
        self._buffer = b""
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = next(t for t in self._until_tab() if t["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def _until_tab(self) -> list[dict[str, Any]]:
        for _ in range(100):
            found: list[dict[str, Any]] = self.send("Target.getTargets")["targetInfos"]
            if any(one["type"] == "page" for one in found):
                return found
            time.sleep(0.05)
        raise TimeoutError("the browser opened no tab")

    def _next(self, patience: float = 60) -> dict[str, Any]:
        end = time.monotonic() + patience
        while b"\0" not in self._buffer:
            if not select.select([self._out], [], [], max(end - time.monotonic(), 0))[0]:
                raise TimeoutError("the browser says nothing")
            piece = os.read(self._out, 1 << 20)
            if not piece:
                raise ConnectionError("the browser is gone")
            self._buffer += piece
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._in, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    # ------------------------------------------------------------ what a person does
    def size(self, width: int, height: int, dark: bool = False, mobile: bool = False) -> None:
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, address: str) -> None:
        """Open a page anew, whatever is open."""
        self.send("Page.navigate", url="about:blank")
        self.wait("location.href === 'about:blank' && document.readyState === 'complete'")
        self.send("Page.navigate", url=address)
        self.wait("location.href !== 'about:blank' && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        found = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:500])
        return found["result"].get("value")

    def wait(self, condition: str, patience: float = 15) -> None:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                if self.run(condition):
                    return
            except RuntimeError:  # between two pages
                pass
            time.sleep(0.03)
        raise TimeoutError(f"it never came true: {condition}")

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def key(self, name: str, *modifiers: str) -> None:
        held = sum(_MODIFIERS[one] for one in modifiers)
        single = len(name) == 1
        code = ord(name.upper()) if single else _KEYS[name]
        event = {"key": name, "code": f"Key{name.upper()}" if single else name, "windowsVirtualKeyCode": code}
        text = {"text": "\r"} if name == "Enter" and not held else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", modifiers=held, **event, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", modifiers=held, **event)

    def click(self, selector: str) -> None:
        where = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'nearest'}); const b = e.getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            place = {"x": where[0], "y": where[1], "button": "left", "clickCount": 1}
            self.send("Input.dispatchMouseEvent", type=kind, **place)

    def screenshot(self, path: Path) -> Path:
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))
        return path

    def complaints(self) -> list[str]:
        """What the page said on its console, and what it could not load."""
        self.run("1")
        found = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded":
                found.append(params["entry"]["text"] + " " + params["entry"].get("url", ""))
            elif method == "Runtime.exceptionThrown":
                found.append(json.dumps(params["exceptionDetails"])[:400])
            elif method == "Runtime.consoleAPICalled":
                found.append("console: " + json.dumps(params["args"])[:200])
        return found

    def requested(self) -> set[str]:
        """The addresses that the page asked for."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return {str(event["params"]["request"]["url"]) for event in sent}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)
