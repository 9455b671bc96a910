"""A headless Chromium, driven over its DevTools pipe: the standard library alone, no port opened."""

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")


class Chromium:
    """One browser with one page. Use it as a context."""

    def __init__(self):
        program = next((found for name in NAMES if (found := shutil.which(name))), None)
        if program is None:
            raise SystemExit("there is no chromium; install it, on Debian by apt-get install chromium")
        self.profile = tempfile.mkdtemp(prefix="belay-chromium-")
        (theirs_in, self.ours_out), (self.ours_in, theirs_out) = os.pipe(), os.pipe()
        arguments = [
            program,
            "--headless=new",
            "--no-sandbox",  # the pages are Belay's own, and root has no sandbox
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--hide-scrollbars",
            "--remote-debugging-pipe",
            f"--user-data-dir={self.profile}",
            "about:blank",
        ]
        # Chromium reads commands from descriptor 3 and writes answers to 4.
        shell = ["sh", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "sh", *arguments]
        self.process = subprocess.Popen(
            shell,
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.buffer, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Performance"):
            self.call(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        os.close(self.ours_out)
        os.close(self.ours_in)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, **params):
        """Sends a command and returns its result; what happens meanwhile is kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.ours_out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next(120)
            if answer is None:
                raise SystemExit(f"Chromium did not answer {method}")
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def _next(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.ours_in], [], [], left)[0]:
                return None
            read = os.read(self.ours_in, 1 << 20)
            if not read:
                raise SystemExit("Chromium ended")
            self.buffer += read
        line, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(line)

    def listen(self, seconds):
        """Keeps what happens in that time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            event = self._next(left)
            if event is not None:
                self.events.append(event)

    def evaluate(self, expression):
        """The value of an expression in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise SystemExit(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def window(self, width, height, dark=False):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media="", features=[scheme])

    def open(self, page, ready="document.documentElement.dataset.ready === 'yes'"):
        """Opens a file and waits until it says that it is ready; the seconds that took."""
        self.events.clear()
        start = time.monotonic()
        self.call("Page.navigate", url=pathlib.Path(page).resolve().as_uri())
        while not self.evaluate(f"document.readyState === 'complete' && ({ready})"):
            if time.monotonic() - start > 60:
                raise SystemExit(f"{page} is not ready after 60 s: {self.complaints()}")
            self.listen(0.02)
        return time.monotonic() - start

    def complaints(self):
        """Errors and warnings of the console, exceptions, violations of the policy."""
        found = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(params["entry"]["text"])
            elif method == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
                found.append(str([one.get("value") for one in params["args"]]))
        return found

    def requests(self):
        """Addresses that the page asked for, but itself and what stands in it."""
        asked = [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]
        return [url for url in asked[1:] if not url.startswith("data:")]

    def screenshot(self, file, most=20000):
        """The whole page, as a PNG."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most), "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        pathlib.Path(file).write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, file):
        """The page on paper."""
        printed = self.call("Page.printToPDF", printBackground=True)
        pathlib.Path(file).write_bytes(base64.b64decode(printed["data"]))
