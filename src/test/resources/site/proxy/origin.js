// A target in Node for tests: WebSockets, server-sent events, long polling, and HTTP/2 with all its ways
// to end. Arguments: a directory for sockets, a certificate and its key. Says its ports in one line.
const http = require("http"), http2 = require("http2"), fs = require("fs"), crypto = require("crypto");
const [dir, cert, key] = process.argv.slice(2);

const listeners = new Set(); // who waits for the next word
const sockets = new Set(); // open WebSockets

function say(word) {
  for (const listener of [...listeners]) listener(word);
}

function handle(request, response) {
  const url = new URL(request.url, "http://any");
  if (url.pathname === "/say") {
    say(url.searchParams.get("word"));
    response.end("said");
  } else if (url.pathname === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const tell = (word) => response.write(`data: ${word}\n\n`);
    listeners.add(tell);
    request.on("close", () => listeners.delete(tell));
    response.flushHeaders();
  } else if (url.pathname === "/poll") {
    const tell = (word) => (listeners.delete(tell), response.end(word));
    listeners.add(tell);
    request.on("close", () => listeners.delete(tell));
  } else if (url.pathname === "/waiting") {
    response.end(String(listeners.size));
  } else if (url.pathname === "/sockets") {
    response.end(String(sockets.size));
  } else {
    request.pipe(response);
  }
}

function upgrade(request, socket) {
  const accept = crypto
    .createHash("sha1")
    .update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    .digest("base64");
  socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket)).on("end", () => socket.end()).on("error", () => socket.destroy());
  let read = Buffer.alloc(0);
  socket.on("data", (piece) => {
    read = Buffer.concat([read, piece]);
    for (let taken; (taken = answer(read, socket)); ) read = read.subarray(taken);
  });
}

// Answers one frame (RFC 6455 5.2) and says how long it was, 0 while it is not whole.
function answer(read, socket) {
  if (read.length < 2) return 0;
  let length = read[1] & 127, at = 2;
  if (length === 126) {
    if (read.length < 4) return 0;
    length = read.readUInt16BE(2);
    at = 4;
  } else if (length === 127) {
    if (read.length < 10) return 0;
    length = Number(read.readBigUInt64BE(2));
    at = 10;
  }
  if (read.length < at + 4 + length) return 0;
  const mask = read.subarray(at, at + 4), payload = Buffer.from(read.subarray(at + 4, at + 4 + length));
  for (let i = 0; i < length; i++) payload[i] ^= mask[i & 3];
  reply(socket, read[0], payload);
  return at + 4 + length;
}

function reply(socket, first, payload) {
  const opcode = first & 15, text = payload.length < 20 ? payload.toString() : "";
  if (opcode === 8) socket.end(frame(first, payload));
  else if (opcode === 9) socket.write(frame(0x8a, payload));
  else if (opcode === 10) socket.write(frame(0x81, Buffer.concat([Buffer.from("pong "), payload])));
  else if (text === "die") socket.destroy();
  else if (text === "ping") socket.write(frame(0x89, Buffer.from("are you there")));
  else socket.write(frame(first, payload));
}

function frame(first, payload) {
  const length = payload.length;
  const head = length < 126 ? Buffer.from([first, length])
    : length < 65536 ? Buffer.from([first, 126, length >> 8, length & 255])
    : Buffer.from([first, 127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255]);
  return Buffer.concat([head, payload]);
}

let sessions = 0;

function begin(session) {
  session.number = ++sessions;
  session.on("error", () => {});
}

function stream(stream, headers) {
  stream.on("error", () => {});
  const url = new URL(headers[":path"], "http://any"), code = Number(url.searchParams.get("code"));
  if (url.pathname === "/session") {
    stream.respond({ ":status": 200 });
    stream.end(String(stream.session.number));
  } else if (url.pathname === "/wait") {
    stream.respond({ ":status": 200 });
    stream.write(`${stream.session.number} `);
    const tell = (word) => (listeners.delete(tell), stream.end(word));
    listeners.add(tell);
    stream.on("close", () => listeners.delete(tell));
  } else if (url.pathname === "/goaway") {
    stream.session.goaway(code, stream.id);
    stream.respond({ ":status": 200 });
    stream.end(String(stream.session.number));
  } else if (url.pathname === "/interim") {
    stream.additionalHeaders({ ":status": 102 });
    stream.additionalHeaders({ ":status": 103, link: "</a.css>" });
    stream.additionalHeaders({ ":status": 199, x: "y" });
    stream.respond({ ":status": 200 });
    stream.end("ok");
  } else if (url.pathname === "/trailers") {
    stream.respond({ ":status": 200, te: undefined, asked: headers.te || "no" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ sum: "7" }));
    stream.end("ok");
  } else if (url.pathname === "/refuse") {
    stream.close(code);
  } else if (url.pathname === "/say") {
    say(url.searchParams.get("word"));
    stream.respond({ ":status": 200 });
    stream.end("said");
  } else if (url.pathname === "/waiting") {
    stream.respond({ ":status": 200 });
    stream.end(String(listeners.size));
  } else {
    stream.respond({ ":status": 200 });
    stream.pipe(stream);
  }
}

const secure = { cert: fs.readFileSync(cert), key: fs.readFileSync(key), allowHTTP1: false };
const plain = http.createServer({ keepAliveTimeout: 60000 }, handle).on("upgrade", upgrade);
const h2c = () => http2.createServer().on("session", begin).on("stream", stream);
const h2 = () => http2.createSecureServer(secure).on("session", begin).on("stream", stream);
const http1s = require("https").createServer(secure, handle);

const servers = [
  plain.listen(0, "127.0.0.1"),
  h2c().listen(0, "127.0.0.1"),
  h2().listen(0, "127.0.0.1"),
  h2c().listen(`${dir}/h2c.sock`),
  h2().listen(`${dir}/h2.sock`),
  http1s.listen(`${dir}/https.sock`),
];
Promise.all(servers.map((server) => new Promise((done) => server.on("listening", done)))).then(() =>
  console.log(servers.slice(0, 3).map((server) => server.address().port).join(" ")));
