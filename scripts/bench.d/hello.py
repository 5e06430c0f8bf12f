from flask import Flask, Response

app = Flask(__name__)


@app.get("/<server>/hello/plain")
def hello(server):
    return Response("Hello there!\n", mimetype="text/plain")
