"""A small Flask app to stand behind site.jar: it shows what reached it, and makes trouble on demand.

By hand:   /usr/bin/python3 src/test/flask/app.py          (http://127.0.0.1:5001)
In tests:  gunicorn --chdir src/test/flask --bind unix:/path/to/socket app:app
"""

import hashlib
import time

from flask import Flask, Response, abort, jsonify, redirect, request, url_for
from markupsafe import escape

app = Flask(__name__)


class BehindSite:
    """Believes what the server in front says about the client's request (X-Forwarded-*)."""

    def __init__(self, wsgi):
        self.wsgi = wsgi

    def __call__(self, environ, start_response):
        environ["SCRIPT_NAME"] = environ.get("HTTP_X_FORWARDED_PREFIX", "")
        environ["wsgi.url_scheme"] = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"])
        return self.wsgi(environ, start_response)


app.wsgi_app = BehindSite(app.wsgi_app)

PAGE = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Hello from Flask</title>
<link rel="stylesheet" href="/style.css">
<main><div class="failed"><p class="code">Python, next door</p><h1>Hello from Flask.</h1>
<p>This page comes from another process. It was asked for <code>{url}</code> over {protocol}, by a
browser at {client}.</p>
<p><a class="button" href="{echo}">See the whole request</a></p>
<p><a href="/">Back to the start</a></p></div></main></html>
"""


@app.get("/")
def home():
    return PAGE.format(
        url=escape(request.base_url),
        protocol=escape(request.environ["SERVER_PROTOCOL"]),
        client=escape(request.headers.get("X-Real-IP", "an unknown address")),
        echo=url_for("echo"),
    )


@app.get("/plain")
def plain():
    return Response("Hello there!\n", mimetype="text/plain")


@app.route("/echo", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def echo():
    """Everything about the request, as JSON. Headers are a list, so that repeated ones show."""
    return jsonify(
        method=request.method,
        path=request.path,
        query=request.query_string.decode("latin-1"),
        url=request.url,
        scheme=request.scheme,
        script_root=request.script_root,
        headers=[[name.lower(), value] for name, value in request.headers],
        body=request.get_data().decode("latin-1"),
    )


@app.post("/upload")
def upload():
    """Reads the body piece by piece and tells its size and SHA-256."""
    size, digest = 0, hashlib.sha256()
    while piece := request.stream.read(65536):
        size += len(piece)
        digest.update(piece)
    return jsonify(size=size, sha256=digest.hexdigest())


@app.get("/bytes/<int:count>")
def some_bytes(count):
    """So many bytes, with a Content-Length."""
    return Response(b"x" * count, mimetype="application/octet-stream")


@app.get("/stream/<int:count>")
def stream(count):
    """So many lines without a Content-Length; ?pause= seconds lie between two of them."""
    pause = request.args.get("pause", 0.0, float)

    def lines():
        for number in range(count):
            yield f"line {number}\n"
            time.sleep(pause)

    return Response(lines(), mimetype="text/plain")


@app.get("/slow/<float(min=0, max=60):seconds>")
@app.get("/slow/<int:seconds>")
def slow(seconds):
    time.sleep(seconds)
    return Response("at last\n", mimetype="text/plain")


@app.get("/status/<int:code>")
def status(code):
    abort(code)


@app.get("/redirect")
def elsewhere():
    return redirect(url_for("home", _external=True))


@app.get("/cookies")
def cookies():
    response = Response("two\n", mimetype="text/plain")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=5001, threaded=True)
