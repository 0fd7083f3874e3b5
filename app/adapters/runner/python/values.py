"""Values as JSON and back. Plain ones pass as they are, with a tag where JSON has no word for them:

    null, true, 1, 1.5, "text"       themselves
    ["l", ...] ["t", ...]            list, tuple;  ["s", ...] ["z", ...] set, frozenset;  ["d", key, value, ...] dict
    ["b", hex] ["D", text] ["c", real, imaginary]    bytes, Decimal, complex
    ["k", name]                      a class both sides have: a builtin, one of the support file
    ["K", id, name, [base, ...]]     a class of the candidate's, which can be asked about
    ["v", name, [fields]]            an instance of a frozen dataclass of the support file
    ["h", id]                        an object of the receiver's, coming home
    ["o", id, kind, about]           an object of the sender's: what stands for it is made by the receiver

A subclass of a plain kind passes as the plain kind: what it would say of itself is not asked.
"""
import asyncio
import builtins
import dataclasses
import types
from decimal import Decimal

DEEPEST = 40
MOST_BITS = 12_000
LISTS = {list: "l", tuple: "t", set: "s", frozenset: "z"}
KINDS = {tag: kind for kind, tag in LISTS.items()}
_BASES = (str, int, float, *LISTS, dict, bytes, Decimal)


class Malformed(RuntimeError):
    """The other side said something that this code never says. `times` counts how often that was."""

    times = 0

    def __init__(self, *args):
        super().__init__(*args)
        Malformed.times += 1


class Unsendable(TypeError):
    """A value that does not pass: too deep, too large."""


def shared_classes(support):
    """Classes both sides have, by name: kinds of plain values, exceptions, and those of the support files, {module name:
    module}. Not more: a class is something to call."""
    kinds = [*_BASES, bool, complex, object, types.NoneType, asyncio.CancelledError]
    errors = [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, BaseException)]
    found = {kind.__name__: kind for kind in (*kinds, *errors)}
    for name, module in support.items():
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == name:
                found[f"{name}.{kind.__name__}"] = kind
    return found


def is_record(kind):
    """A frozen dataclass: its fields are all it is."""
    return dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen


def _key(packed):
    """A key of a kind of its own may arrive as a list, which is no key."""
    if type(packed) is list and packed[0] in ("l", "s", "d"):
        raise Unsendable("a key that can be changed")
    if type(packed) is list and packed[0] == "t":
        for item in packed[1:]:
            _key(item)
    return packed


class Values:
    """What one side knows of both: its own objects that it handed out, and what stands for those of the other side. A
    subclass says what is told of its own (`describe`, `pack_own_class`) and what stands for others' (`stand_in`,
    `stand_in_class`)."""

    def __init__(self):
        self.classes, self.names = {}, {}
        # What was handed out, by number and by identity; what stands for things of the other side, and their numbers.
        self.ours, self.numbers, self.theirs, self.homes = {}, {}, {}, {}
        self.made, self.kept = 0, (0, 0)

    def restart(self):
        """As if nothing had ever passed."""
        Values.__init__(self)

    def share(self, support):
        """Support files both sides have, {module name: module}: their classes are known by name."""
        self.classes = shared_classes(support)
        self.names = {kind: name for name, kind in self.classes.items()}

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
            items = [self.pack(item, depth - 1) for item in value]
            return [LISTS[kind], *(map(_key, items) if kind in (set, frozenset) else items)]
        if kind is dict:
            pairs = [(_key(self.pack(key, depth - 1)), self.pack(item, depth - 1)) for key, item in value.items()]
            return ["d", *(part for pair in pairs for part in pair)]
        if kind is bytes or kind is bytearray:
            return ["b", value.hex()]
        if kind is Decimal:
            return ["D", str(value)]
        if kind is complex:
            return ["c", value.real, value.imag]
        if isinstance(value, type):
            return self.pack_class(value)
        if kind in self.names and is_record(kind):
            return ["v", self.names[kind], [self.pack(getattr(value, field.name), depth - 1) for field in dataclasses.fields(kind)]]
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
                kind = self.classes[rest[0]]
                if not is_record(kind):
                    raise Malformed("a record that is none")
                return kind(*(self.unpack(item, depth - 1) for item in rest[1]))
            if tag == "h":
                return self.own(rest[0])
            if tag in ("o", "K") and type(rest[0]) is int:
                known = self.theirs.get(rest[0])
                if known is None:
                    known = self.meet(rest[0], self.stand_in(*rest) if tag == "o" else self.stand_in_class(*rest))
                return known
            raise Malformed("a value that is none")
        except Malformed:
            raise
        except Exception as error:
            raise Malformed(f"a value that is none ({type(error).__name__})") from error

    def meet(self, number, value):
        """Remembers what stands for an object of the other side, so that it comes home as itself."""
        self.theirs[number] = value
        self.homes[id(value)] = number
        return value

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
