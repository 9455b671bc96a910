"""Servers of a check's own: one that speaks the OpenAI protocol, and a hub without checksums."""
import contextlib
import http.server
import json
import threading


def answer(text):
    return {"choices": [{"message": {"content": text}, "finish_reason": "stop"}], "model": "tiny"}


@contextlib.contextmanager
def served(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def send(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def own_server(reply, models=("tiny",)):
    """Speaks the OpenAI protocol; reply(body, headers) gives status and JSON, or bytes."""

    class Handler(Quiet):
        def do_GET(self):
            self.json(200, {"data": [{"id": name} for name in models]})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.json(*reply(body, self.headers))

        def json(self, status, value):
            data = value if isinstance(value, bytes) else json.dumps(value).encode()
            with contextlib.suppress(OSError):
                self.send(status, data)

    @contextlib.contextmanager
    def v1():
        with served(Handler) as url:
            yield url + "/v1"

    return v1()


def hub(files, status=200, headers=()):
    """A hub that names files without checksums."""

    class Handler(Quiet):
        def do_GET(self):
            name = self.path.rsplit("/", 1)[-1]
            listing = {"sha": "a" * 40, "siblings": [{"rfilename": file} for file in files]}
            body = json.dumps(listing).encode() if "/api/" in self.path else files.get(name)
            ok = status == 200 and body is not None
            self.send(status if ok or status != 200 else 404, body if ok else b"", headers)

    return served(Handler)
