# A WebSocket server for tests: echoes frames; "die" makes it break the connection off. Says its port.
# Takes one frame at a time, so that what it says depends on nothing but what it hears.
import asyncio

from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import OP_CONT, OP_TEXT
from websockets.server import ServerConnection


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.talk = ServerConnection(
            extensions=[ServerPerMessageDeflateFactory()], max_size=32 << 20)
        self.heard = bytearray()
        self.text = None  # of a message in parts

    def data_received(self, data):
        self.heard += data
        while size := self.size():
            piece = bytes(self.heard[:size])
            del self.heard[:size]
            self.talk.receive_data(piece)
            self.answer()

    def eof_received(self):
        self.talk.receive_eof()
        self.answer()

    # of the head or frame that is there as a whole, else 0
    def size(self):
        if self.talk.state.name == "CONNECTING":
            return self.heard.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in self.heard else 0
        if len(self.heard) < 2:
            return 0
        more = {126: 2, 127: 8}.get(self.heard[1] & 127, 0)
        length = int.from_bytes(self.heard[2:2 + more], "big") if more else self.heard[1] & 127
        size = 2 + more + (4 if self.heard[1] & 128 else 0) + length
        return size if len(self.heard) >= size else 0

    def answer(self):
        for event in self.talk.events_received():
            if not hasattr(event, "opcode"):
                self.talk.send_response(self.talk.accept(event))
            elif event.opcode <= 2:
                self.echo(event)
        for data in self.talk.data_to_send():
            if data:
                self.transport.write(data)
            else:
                self.transport.write_eof()

    def echo(self, frame):
        if frame.opcode != OP_CONT:
            self.text = b"" if frame.opcode == OP_TEXT else None
        if self.text is not None:
            self.text += frame.data
            try:
                self.text.decode()
            except UnicodeDecodeError:
                if frame.fin:
                    return self.talk.fail(1007)
        if frame.data == b"die":
            return self.transport.abort()
        send = {0: self.talk.send_continuation, 1: self.talk.send_text, 2: self.talk.send_binary}
        send[frame.opcode](frame.data, fin=frame.fin)


async def main():
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
