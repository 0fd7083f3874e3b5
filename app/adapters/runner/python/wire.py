"""What passes between the process of the tests and that of the code under test, and how.

Each side asks the other, and answers while it waits for its own answer, so that a test can call the code, the code a
fake of the test's, and so on. A message is four bytes of length and JSON: a question {"q": name, "a": [...]} or an answer
{"r": value} or {"e": exception, "t": trace}. Plain values pass as they are, with a tag where JSON has no word for them:

    null, true, 1, 1.5, "text"       themselves
    ["l", ...] ["t", ...]            list, tuple;  ["s", ...] ["z", ...] set, frozenset;  ["d", key, value, ...] dict
    ["b", hex] ["D", text] ["c", real, imaginary]    bytes, Decimal, complex
    ["k", name]                      a class both sides have: a builtin, one of the support file
    ["K", id]                        a class of the candidate's, which can be asked about
    ["v", name, [fields]]            an instance of a frozen dataclass of the support file
    ["h", id]                        an object of the receiver's, coming home
    ["o", id, kind, about]           an object of the sender's: what stands for it is made by the receiver

A subclass of a plain kind passes as the plain kind: what it would say of itself is not asked.
"""
import asyncio
import builtins
import dataclasses
import inspect
import json
import os
import types
from decimal import Decimal

# In bytes, of what the code under test says.
LONGEST_MESSAGE = 4_000_000
DEEPEST = 40
MOST_BITS = 12_000
LISTS = {list: "l", tuple: "t", set: "s", frozenset: "z"}
KINDS = {tag: kind for kind, tag in LISTS.items()}
_BASES = (str, int, float, *LISTS, dict, bytes, Decimal)


class Lost(BaseException):
    """The other side is gone, or says more than anybody may."""


class Malformed(RuntimeError):
    """The other side said something that this code never says."""


class Unsendable(TypeError):
    """A value that does not pass: too deep, too large."""


class Channel:
    """Messages over a device. `most` is the longest message in bytes that is read, `most_sent` that is sent."""

    def __init__(self, place, most, most_sent):
        self.most_sent = most_sent
        self.file, self.most, self._read_ahead = os.open(place, os.O_RDWR), most, bytearray()
        # Taken now: what the code under test does to these names must not stop it from being judged.
        self._write, self._read, self._dumps, self._loads = os.write, os.read, json.dumps, json.loads

    def send(self, message):
        data = self._dumps(message).encode()
        if len(data) > self.most_sent:
            raise Unsendable(f"an answer of {len(data) / 1e6:.0f} MB: a test takes {self.most_sent / 1e6:.0f}")
        data = len(data).to_bytes(4, "big") + data
        while data:
            data = data[self._write(self.file, data):]

    def receive(self):
        length = int.from_bytes(self._exactly(4), "big")
        if length > self.most:
            raise Lost("a message that is far too long")
        try:
            message = self._loads(self._exactly(length))
        except (ValueError, RecursionError) as error:
            raise Lost("a message that is no message") from error
        if type(message) is not dict:
            raise Lost("a message that is no message")
        return message

    def _exactly(self, count):
        while len(self._read_ahead) < count:
            part = self._read(self.file, 1 << 16)
            if not part:
                raise Lost("the other process has ended")
            self._read_ahead += part
        data, self._read_ahead = bytes(self._read_ahead[:count]), self._read_ahead[count:]
        return data


def shared_classes(support):
    """Classes both sides have, by name: those of the language and of the support files, {module name: module}."""
    found = {kind.__name__: kind for kind in vars(builtins).values() if isinstance(kind, type)}
    found |= {"NoneType": types.NoneType, "Decimal": Decimal, "CancelledError": asyncio.CancelledError}
    for name, module in support.items():
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == name:
                found[f"{name}.{kind.__name__}"] = kind
    return found


class Side:
    """One of the two. `serve_NAME` answers the other's question NAME. Subclasses say what stands for objects of the
    other side (`stand_in`) and what is told of their own (`describe`)."""

    def __init__(self, channel):
        self.channel = channel
        self.classes, self.names = {}, {}
        # What was handed out, by number and by identity; what stands for things of the other side.
        self.ours, self.numbers, self.theirs = {}, {}, {}
        self.homes, self.made, self.kept = {}, 0, (0, 0)
        self.tickets, self.waiting, self.over, self.tasks = 0, {}, {}, {}

    def share(self, support):
        self.classes = shared_classes(support)
        self.names = {kind: name for name, kind in self.classes.items()}

    # Asking and answering

    def ask(self, name, *arguments):
        """The answer as it came. Raises the exception that the question ended in over there."""
        return self.settle(self.exchange(name, *arguments))

    def exchange(self, name, *arguments):
        self.channel.send({"q": name, "a": arguments, **self.context()})
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

    # Values

    def pack(self, value, depth=DEEPEST):
        kind = type(value)
        if value is None or kind is bool or kind is str or kind is float:
            return value
        if kind is int:
            if value.bit_length() > MOST_BITS:
                raise Unsendable("a number of more than 3,600 digits")
            return value
        if depth == 0:
            raise Unsendable("a value that is nested too deeply")
        if kind in LISTS:
            return [LISTS[kind], *(self.pack(item, depth - 1) for item in value)]
        if kind is dict:
            return ["d", *(self.pack(part, depth - 1) for pair in value.items() for part in pair)]
        if kind is bytes or kind is bytearray:
            return ["b", value.hex()]
        if kind is Decimal:
            return ["D", str(value)]
        if kind is complex:
            return ["c", value.real, value.imag]
        if isinstance(value, type):
            return self.pack_class(value)
        name = self.names.get(kind)
        if name and "." in name and dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen:
            return ["v", name, [self.pack(getattr(value, field.name), depth - 1) for field in dataclasses.fields(kind)]]
        if id(value) in self.homes:
            return ["h", self.homes[id(value)]]
        if isinstance(value, BaseException):
            return self.pack_error(value, depth)
        plain = self.plain(value)
        return self.pack_object(value) if plain is value else self.pack(plain, depth)

    def plain(self, value):
        """A value of a kind derived from a plain one, as the plain one; other values as they are."""
        kind = type(value)
        for base in _BASES:
            if base in kind.__mro__ and not (base is tuple and hasattr(kind, "_fields")):
                if base is str:
                    return str.__getitem__(value, slice(None))
                if base is dict:
                    return dict(dict.items(value))
                if base in LISTS:
                    return base(base.__iter__(value))
                return Decimal(value) if base is Decimal else base.__add__(value, base())
        return value

    def pack_class(self, kind):
        if kind in self.names:
            return ["k", self.names[kind]]
        return ["h", self.homes[id(kind)]] if id(kind) in self.homes else self.pack_own_class(kind)

    def pack_object(self, value):
        return ["o", self.number(value), *self.describe(value)]

    def pack_error(self, error, depth):
        if id(error) in self.homes:
            return ["h", self.homes[id(error)]]
        try:
            long = depth == 0 or any(isinstance(one, (str, bytes)) and len(one) > 4_000 for one in error.args)
            arguments = None if long else [self.pack(argument, depth - 1) for argument in error.args]
        except Exception:
            arguments = None
        try:
            text = str(error)[:4_000]
        except BaseException as other:
            text = f"<message raised {type(other).__name__}>"
        cause = self.pack_error(error.__cause__, min(depth - 1, 3)) if error.__cause__ is not None and depth > 0 else None
        return ["o", self.number(error), "x", self.pack_class(type(error)), arguments, text.encode("utf-8", "replace").decode(), cause]

    def number(self, value):
        found = self.numbers.get(id(value))
        if found is None:
            self.made += 1
            found = self.numbers[id(value)] = self.made
            self.ours[found] = value
        return found

    def own(self, number):
        if type(number) is not int or number not in self.ours:
            raise Malformed("an object that was not handed out")
        return self.ours[number]

    def unpack(self, data, depth=DEEPEST + 5):
        if type(data) is not list:
            if type(data) is dict:
                raise Malformed("a value that is none")
            return data
        try:
            tag, *rest = data
            if depth == 0 or type(tag) is not str:
                raise Malformed("a value that is none")
            if tag in KINDS:
                return KINDS[tag](self.unpack(item, depth - 1) for item in rest)
            if tag == "d":
                parts = [self.unpack(item, depth - 1) for item in rest]
                return dict(zip(parts[::2], parts[1::2], strict=True))
            if tag == "b":
                return bytes.fromhex(rest[0])
            if tag == "D":
                return Decimal(rest[0])
            if tag == "c":
                return complex(*rest)
            if tag == "k":
                return self.classes[rest[0]]
            if tag == "v":
                return self.classes[rest[0]](*(self.unpack(item, depth - 1) for item in rest[1]))
            if tag == "h":
                return self.own(rest[0])
            if tag in ("o", "K") and type(rest[0]) is int:
                known = self.theirs.get(rest[0])
                if known is None:
                    known = self.meet(rest[0], self.stand_in(*rest) if tag == "o" else self.stand_in_class(*rest))
                return known
            raise Malformed("a value that is none")
        except (Malformed, Lost):
            raise
        except Exception as error:
            raise Malformed(f"a value that is none ({type(error).__name__})") from error

    def meet(self, number, value):
        """Remembers what stands for an object of the other side, so that it comes home as itself."""
        self.theirs[number] = value
        self.homes[id(value)] = number
        return value

    # From test to test

    def keep(self):
        """What was handed out until now stays known after `forget`."""
        self.kept = (self.made, max(self.theirs, default=0))

    def forget(self):
        """The objects of one test are nothing to the next."""
        ours, theirs = self.kept
        self.ours = {number: value for number, value in self.ours.items() if number <= ours}
        self.numbers = {id(value): number for number, value in self.ours.items()}
        self.theirs = {number: value for number, value in self.theirs.items() if number <= theirs}
        self.homes = {id(value): number for number, value in self.theirs.items()}
        self.waiting, self.over, self.tasks = {}, {}, {}

    # Coroutines of the other side

    async def wait_for(self, number):
        """Runs an awaitable of the other side there, and waits for it here. Being cancelled cancels it there."""
        self.tickets += 1
        ticket = self.tickets
        begun = self.ask("start", number, ticket)
        if type(begun) is dict:
            return self.unpack(self.settle(begun))
        while True:
            future = self.waiting[ticket] = asyncio.get_running_loop().create_future()
            try:
                await future
            except asyncio.CancelledError:
                if ticket in self.over:
                    raise
                self.ask("cancel", ticket)
                if ticket not in self.over:
                    continue
            del self.waiting[ticket]
            return self.unpack(self.settle(self.over.pop(ticket)))

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
