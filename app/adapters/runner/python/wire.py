"""How the process of the tests and that of the code under test talk, and how each waits for coroutines of the other.

Each side asks the other, and answers while it waits for its own answer, so that a test can call the code, the code a
fake of the test's, and so on. A message is four bytes of length and JSON: a question {"q": name, "a": [...]} or an answer
{"r": value} or {"e": exception, "t": trace}. Values are written as values.py says.
"""
import asyncio
import inspect
import json
import os

from values import DEEPEST, Malformed, Unsendable, Values

# In bytes, of what the code under test says.
LONGEST_MESSAGE = 4_000_000


class Lost(BaseException):
    """The other side is gone, or says more than anybody may."""


class Garbled(Lost):
    """What cannot be read was not written by code of ours."""

    def __init__(self, *args):
        super().__init__(*args)
        Malformed.times += 1


class Channel:
    """Messages over a device. `most` is the longest message in bytes that is read, `most_sent` that is sent."""

    def __init__(self, place, most, most_sent):
        self.most_sent = most_sent
        self.file, self.most, self._ahead = os.open(place, os.O_RDWR), most, bytearray()
        # Taken now: what the code under test does to these names must not stop it from being judged.
        self._write, self._read, self._loads = os.write, os.read, json.JSONDecoder().decode
        self._encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode

    def send(self, message):
        data = self._encode(message).encode()
        if len(data) > self.most_sent:
            raise Unsendable(f"an answer of {len(data) / 1e6:.0f} MB: a test takes {self.most_sent / 1e6:.0f}")
        data = len(data).to_bytes(4, "big") + data
        while data:
            data = data[self._write(self.file, data):]

    def receive(self):
        end = 4 + int.from_bytes(self._with(4)[:4], "big")
        if end > self.most + 4:
            raise Garbled("a message that is far too long")
        ahead = self._with(end)
        text = bytes(ahead[4:end])
        del ahead[:end]
        try:
            # What is sent is ASCII: JSON has a way to write the rest.
            message = self._loads(text.decode("ascii"))
        except (ValueError, RecursionError) as error:
            raise Garbled("a message that is no message") from error
        if type(message) is not dict:
            raise Garbled("a message that is no message")
        return message

    def _with(self, count):
        """What was read ahead, `count` bytes of it or more."""
        while len(self._ahead) < count:
            part = self._read(self.file, 1 << 16)
            if not part:
                raise Lost("the other process has ended")
            self._ahead += part
        return self._ahead


class Side(Values):
    """One of the two. `serve_NAME` answers the other's question NAME."""

    def __init__(self, channel):
        super().__init__()
        self.channel = channel
        self.tickets, self.waiting, self.over, self.tasks = 0, {}, {}, {}

    def forget(self):
        super().forget()
        self.waiting, self.over, self.tasks = {}, {}, {}

    # Asking and answering

    def ask(self, name, *arguments):
        """The answer as it came. Raises the exception that the question ended in over there."""
        return self.settle(self.exchange(name, *arguments))

    def exchange(self, name, *arguments):
        self.put(name, *arguments)
        return self.answer_to_question()

    def put(self, name, *arguments):
        """Asks, without waiting: there is something to do meanwhile."""
        self.channel.send({"q": name, "a": arguments, **self.context()})

    def answer_to_question(self):
        while True:
            message = self.channel.receive()
            self.hear(message)
            if "q" not in message:
                return message
            self.answer(message)

    def answer(self, question):
        """Serves one question. An answer that does not pass is an exception."""
        said = self.serve(question)
        try:
            self.channel.send({**said, **self.context()})
        except Unsendable as error:
            self.channel.send({**self.fault(error), **self.context()})

    def context(self):
        """What goes with every message of this side."""
        return {}

    def hear(self, message):
        """Takes note of what came with a message."""

    def serve(self, message):
        handler = getattr(self, f"serve_{message['q']}", None) if isinstance(message["q"], str) else None
        try:
            if handler is None or type(message.get("a")) is not list:
                raise Malformed("a question that nobody asks")
            return {"r": handler(*message["a"])}
        except Lost:
            raise
        except BaseException as error:
            return self.fault(error)

    def fault(self, error):
        return {"e": self.pack_error(error, DEEPEST), "t": self.trace(error)}

    def settle(self, message):
        if "e" not in message:
            return message.get("r")
        error = self.unpack(message["e"])
        if not isinstance(error, BaseException):
            raise Malformed("an exception that is none")
        self.note_trace(error, message.get("t"))
        raise error

    def trace(self, error):
        return []

    def note_trace(self, error, trace):
        pass

    # Coroutines of the other side

    async def wait_for(self, number):
        """Runs an awaitable of the other side there, and waits for it here. Being cancelled cancels it there."""
        self.tickets += 1
        ticket = self.tickets
        begun, cancelled = self.ask("start", number, ticket), False
        if type(begun) is dict:
            return self.ended(begun, cancelled)
        while True:
            future = self.waiting[ticket] = asyncio.get_running_loop().create_future()
            try:
                await future
            except asyncio.CancelledError:
                if ticket in self.over:
                    raise
                self.ask("cancel", ticket)
                cancelled = True
                if ticket not in self.over:
                    continue
            del self.waiting[ticket]
            return self.ended(self.over.pop(ticket), cancelled)

    def ended(self, outcome, cancelled):
        """What a call or a coroutine of the other side came to; `cancelled` when this side has asked it to end."""
        return self.unpack(self.settle(outcome))

    def serve_start(self, number, ticket):
        """Begins it at once, as awaiting it here would. The outcome when it is over already, else null."""
        awaitable = self.own(number)
        loop = asyncio.get_running_loop()
        coroutine = awaitable if inspect.iscoroutine(awaitable) else _await(awaitable)
        task = asyncio.Task(coroutine, loop=loop, eager_start=True)
        if task.done():
            return self.outcome(task)
        self.tasks[ticket] = task
        task.add_done_callback(lambda ended: self.tell_over(ticket, ended))
        return None

    def tell_over(self, ticket, task):
        if self.tasks.pop(ticket, None) is task:
            self.ask("done", ticket, self.outcome(task))

    def outcome(self, task):
        try:
            return {"r": self.pack(task.result())}
        except BaseException as error:
            return self.fault(error)

    def serve_done(self, ticket, outcome):
        if type(outcome) is not dict or ticket not in self.waiting:
            raise Malformed("an end of nothing")
        self.over[ticket] = outcome
        if not self.waiting[ticket].done():
            self.waiting[ticket].set_result(None)

    def serve_cancel(self, ticket):
        if ticket in self.tasks:
            self.tasks[ticket].cancel()


async def _await(awaitable):
    return await awaitable
