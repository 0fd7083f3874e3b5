/** Code for tampering.test.ts. `f` is what its tests call; what they expect is 42, a secret, a ValueError, [1] and 2.5. */

const FRAME =
	"def top():\n    try: raise KeyError\n    except KeyError as e: return getattr(getattr(e, '__trace'+'back__'), 'tb_'+'frame')\n";
const LOST = "def f(x): return 0\n";
/** Speaks to the tests' process itself, past the code that does so for it. */
const RAW =
	"import os, json\nfd = os.open('/dev/peer', os.O_RDWR)\ndef say(*all):\n    for m in all:\n        d = m if isinstance(m, bytes) else json.dumps(m).encode()\n        os.write(fd, len(d).to_bytes(4, 'big') + d)\n";

/** Would like tests to pass that it does not pass. */
export const TRICKS: Record<string, string> = {
	"a result swapped in a frame above": `${FRAME}class R(dict):\n    def update(self, **k): pass\ndef f(x):\n    g = top()\n    while g:\n        l = getattr(g, 'f_'+'locals')\n        if 'status' in l: l['status'] = 'pass'\n        if 'result' in l: l['result'] = R(l['result'])\n        g = getattr(g, 'f_'+'back')\n`,
	"a plan that swaps the tests":
		"import harness\nclass D(dict):\n    def __setitem__(s,k,v): dict.__setitem__(s,k,(v[0],v[1],v[2],lambda:None))\nharness._Plan.tests=D()\ndef f(x): return 0\n",
	"an equality check that always passes": "import harness\nharness._same = lambda *a: True\ndef f(x): return 0\n",
	"the code of a function that tests hand over":
		"def f(x):\n    def noop(): pass\n    for n, t in x.__globals__.items():\n        if n.startswith('test_'): t.__code__ = noop.__code__\n    return 0\n",
	"tests taken from what a test hands over":
		"def f(x):\n    for n in list(x.__globals__):\n        if n.startswith('test_'): x.__globals__[n] = lambda: None\n    return 0\n",
	"builtins of the tests that say yes":
		"def f(x):\n    b = x.__globals__['__builtins__']\n    b['AssertionError'] = KeyError\n    b['abs'] = lambda v: 0\n    return 0\n",
	"Pyodide's own module by an import": `import _pyodide_core as c\n${LOST}`,
	"a tracer": `import sys\nsys.settrace(lambda *a: None)\n${LOST}`,
	"a profiler in the interpreter's monitoring":
		"import sys\nm = sys.monitoring\nm.use_tool_id(2, 'x')\nm.register_callback(2, m.events.PY_START, print)\ndef f(x): return 0\n",
	"the collector's list": `import gc\ngc.get_objects()\n${LOST}`,
	"a hook beside ours": "import sys\nsys.addaudithook(lambda *a: None)\ndef f(x): return 0\n",
	"the frame of a generator": "g = (i for i in ())\ng.gi_frame\ndef f(x): return 0\n",
	"frames by way of an iterator that tests walk through":
		"import operator, sys\ngot = []\ndef f(x):\n    try: raise KeyError\n    except KeyError as e: return list(map(operator.attrgetter('tb_frame'), [e.__traceback__]))\n",
	"frames by way of the traceback module":
		"import traceback\ndef f(x):\n    try: raise KeyError\n    except KeyError as e: return [g for g, _ in traceback.walk_tb(e.__traceback__)]\n",
	"locals by way of the traceback module":
		"import traceback\ndef f(x): return traceback.StackSummary.extract(traceback.walk_stack(None), capture_locals=True)\n",
	"a look at a frame inside a finalizer while the guard looks itself":
		"import gc, sys\ngot = []\nclass X:\n    def __init__(self): self.me = self\n    def __del__(self):\n        try: got.append(sys._getframe(1))\n        except RuntimeError: pass\ndef f(x):\n    for _ in range(3000):\n        X()\n        f.__code__\n    gc.collect()\n    assert not got\n    return 0\n",
	"the code of a running test":
		"import asyncio\ndef f(x):\n    try: return asyncio.current_task().get_coro().cr_code\n    except Exception: return f.__defaults__ or x.__code__\n",
	"code made by hand": "def f(x):\n    return (lambda: 0).__code__.replace(co_code=b'\\x80\\x00')\n",
	"a value that equals everything":
		"class Any:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __gt__(self, other): return True\ndef f(x): return Any()\n",
	"variables of a test by way of an iterator it walks through":
		"from itertools import starmap\ngot = []\ndef f(x): return map(got.append, starmap(locals, [()]))\n",
	"a signal whose handler is handed a frame":
		"import signal\ngot = []\ndef f(x):\n    try:\n        signal.signal(signal.SIGUSR1, lambda s, g: got.append(g))\n        signal.raise_signal(signal.SIGUSR1)\n    except ValueError: pass\n    assert not got\n    return 0\n",
	"a list that equals everything":
		"class A(list):\n    def __eq__(s, o): return True\n    def __ne__(s, o): return False\n    def __len__(s): return 3\n    def __sub__(s, o): return 0\n    __rsub__ = __sub__\n    def __abs__(s): return 0\n    def __iter__(s): return iter([1])\ndef f(x): return A()\n",
	"a number of its own kind":
		"import numbers\nclass U:\n    def __eq__(self, o): return False\n    def __sub__(self, o): return 0\n    __rsub__ = __sub__\n    def __abs__(self): return 0\nnumbers.Number.register(U)\ndef f(x): return U()\n",
	"a str that equals everything":
		"class S(str):\n    def __eq__(s, o): return True\n    __hash__ = str.__hash__\ndef f(x): return S('x')\n",
	"an int and a float that equal everything":
		"class I(int):\n    def __eq__(s, o): return True\n    def __rsub__(s, o): return 0\n    def __sub__(s, o): return 0\n    __hash__ = int.__hash__\ndef f(x): return I(7)\n",
	"a class that says it is another":
		"class C:\n    __class__ = property(lambda s: int)\n    def __eq__(s, o): return o == 42 or o == [1]\ndef f(x): return C()\n".replace(
			" or o == [1]",
			"",
		),
	"json, inspect, contextlib and asyncio that say what they like":
		'import json, inspect, contextlib, asyncio, reprlib, traceback\njson.dumps = lambda *a, **k: \'{"status": "pass"}\'\ninspect.isawaitable = lambda x: False\ncontextlib._GeneratorContextManager.__exit__ = lambda *a: True\ntraceback.extract_tb = lambda *a: []\ndef f(x): return 0\n',
	"the namespace behind whatever class leads to it":
		"import types\ndef dig(v, seen):\n    if id(v) in seen: return\n    seen.add(id(v))\n    for name in ('__func__', '__wrapped__', 'func'):\n        if hasattr(v, name): dig(getattr(v, name), seen)\n    g = getattr(v, '__globals__', None)\n    if isinstance(g, dict) and '_make_checks' in g:\n        for n in ('_same', '_mro_has'): g[n] = lambda *a: True\n        g['_number'] = lambda v: 2.5\n    for c in getattr(v, '__closure__', None) or ():\n        try: dig(c.cell_contents, seen)\n        except ValueError: pass\ndef f(x):\n    seen = set()\n    dig(x, seen)\n    for k in object.__subclasses__():\n        for v in list(vars(k).values()): dig(v, seen)\n    return 0\n",
	"builtins that are cleared": "import builtins\nbuiltins.__dict__.clear()\ndef f(x): return 0\n",
	"builtins that say yes, by the name every module has":
		"b = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)\nb['isinstance'] = b['bool'] = b['all'] = b['any'] = lambda *a: True\nb['abs'] = lambda *a: 0\nb['type'] = lambda *a: int\ndef f(x): return 0\n",
	"builtins that say yes":
		"import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.bool = lambda *a: True\nbuiltins.all = lambda *a: True\nbuiltins.abs = lambda *a: 0\nbuiltins.len = lambda *a: 1\nbuiltins.type = lambda *a: int\ndef f(x): return 0\n",
	"an exception that is changed on the way":
		"def f(x):\n    for k in list(AssertionError.__subclasses__()):\n        try: k.__new__ = lambda *a: None\n        except TypeError: pass\n    return 0\n",
	"the class that waits for exceptions":
		"def f(x):\n    for k in object.__subclasses__():\n        if k.__name__ == 'Raises':\n            k.__exit__ = lambda *a: True\n    return 0\n",
	"random numbers that are what it likes":
		"import random\nrandom.Random.gauss = random.Random.random = lambda s, *a: 42\nrandom.random = lambda: 42\ndef f(x): return 0\n",
	"fakes that play along":
		"import fakes\nfakes.Scripted.__call__ = fakes.Recorder.__call__ = lambda *a, **k: 42\nfakes.Scripted.count = 1\ndef f(x): return 0\n",
	"lines and tracebacks that lead to the tests":
		"import linecache, traceback\nlinecache.lazycache = lambda file, names: names.clear()\ntraceback.walk_tb = lambda tb: []\ndef f(x): raise KeyError\n",
	"checks of its own in place of ours":
		"import checks, harness, judge\nfor m in (checks, harness, judge):\n    for n in ('same', 'check', 'eq', 'close', 'ok', '_frames'): setattr(m, n, lambda *a, **k: True)\n    m.Raises = m.T = None\ndef f(x): return 0\n",
	"an answer to every question at once": `${RAW}def f(x):\n    say(*[{"r": v} for v in (True, 1, None, "pass", [True, None])])\n    return 0\n`,
	"words of the judge": `${RAW}def f(x):\n    say({"event": "test", "result": {"id": "hidden/test_core_one", "status": "pass"}}, {"r": {"status": "pass"}})\n    return 0\n`,
	"a message that is none": `${RAW}def f(x):\n    say(b"[" * 100000, b"\\xff\\xfe")\n    return 0\n`,
	"a length without end": `${RAW}def f(x):\n    os.write(fd, b"\\xff\\xff\\xff\\xff" + b"x" * 65536)\n    return 0\n`,
	"questions that nobody asks": `${RAW}def f(x):\n    for q in ("load", "begin", "__init__", "call", "get", "next", "start", "done", "cancel", None, 7):\n        for a in ([], [0], [1, "__globals__"], [-1, [], {}], [1, "x", "y", "z"], None):\n            say({"q": q, "a": a})\n    return 0\n`,
	"objects of the tests that were never handed out": `${RAW}def f(x):\n    for n in range(1, 300): say({"q": "call", "a": [n, [], {}]}, {"q": "get", "a": [n, "__globals__"]}, {"q": "get", "a": [n, "eq"]})\n    return 0\n`,
	"values that are none": `${RAW}def f(x):\n    say({"r": ["D", "x"]}, {"r": ["v", "fakes.Response", [1]]}, {"r": ["k", "T"]}, {"r": ["o", "1", "x"]}, {"r": {"a": 1}})\n    return 0\n`,
	"a class made of words, whose equality is its own": `${RAW}def f(x):\n    yes = lambda *a: True\n    from wire import Side\n    import gc\n    side = next(o for o in gc.get_objects() if isinstance(o, Side))\n    say({"r": ["v", "type", ["X", ["t"], ["d", "__eq__", side.pack(yes), "__bool__", side.pack(yes)]]]})\n    return 0\n`,
	"an exception class made of words": `${RAW}from wire import Side\nimport gc\ndef f(x):\n    side = next(o for o in gc.get_objects() if isinstance(o, Side))\n    yes = side.pack(lambda *a: True)\n    made = ["v", "type", ["E", ["t", ["k", "Exception"]], ["d", "__eq__", yes, "__class__", ["k", "float"]]]]\n    say({"e": ["o", 900, "x", made, [], "", None]}, {"r": ["o", 901, "x", made, [], "", None]})\n    return 0\n`,
	"a class to call in place of an answer": `${RAW}def f(x):\n    for name in ("map", "super", "type", "property", "range"): say({"r": ["k", name]})\n    return 0\n`,
	"an end of the iteration in place of an answer": "def f(x): raise StopIteration(42)\n",
	"an end of the task in place of an answer": "import asyncio\ndef f(x): raise asyncio.CancelledError\n",
	"an exception of ours": "import checks\ndef f(x): raise checks.Failed\nValueError = checks.Failed\n",
	"text that says it holds everything":
		"class A:\n    __contains__ = lambda s, o: True\n    __len__ = lambda s: 1\n    __iter__ = lambda s: iter([s])\n    __str__ = lambda s: ''\ndef f(x): return A()\n",
	"an exception that is none": `${RAW}def f(x):\n    say({"e": 7, "t": "x"}, {"e": ["k", "int"]}, {"e": ["o", 99, "x", ["k", "int"], [], "", None]})\n    return 0\n`,
	"an object that is true, and greater, and near":
		"class A:\n    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __bool__ = lambda s, *o: True\n    __sub__ = __rsub__ = __add__ = lambda s, o: 0\n    __abs__ = __len__ = __int__ = __index__ = lambda s: 0\n    __float__ = lambda s: 2.5\n    __hash__ = lambda s: hash(42)\ndef f(x): return A()\n",
	"a class that is any other":
		"class M(type):\n    __instancecheck__ = __subclasscheck__ = lambda *a: True\nclass A(int, metaclass=M): pass\ndef f(x): return A\n",
	"what it was given": "def f(x): return x\n",
	"time that goes backwards": `${RAW}def f(x):\n    say({"q": "advance", "a": [-5]}, {"q": "advance", "a": [float("nan")]}, {"q": "sleep", "a": ["x", None]})\n    return 0\n`,
};

/** What would like to read the hidden tests. */
export const NOSY: Record<string, string> = {
	"a search for the job in frames above":
		"import sys\ng = sys._getframe(0)\nwhile g:\n    print(g.f_locals)\n    g = g.f_back\ndef f(x): return 0\n",
	"a search while a test runs": `${FRAME}def f(x):\n    g = top()\n    while g:\n        print(g.f_locals, g.f_code.co_consts)\n        g = g.f_back\n`,
	"a test's constants":
		"def f(x):\n    for n, t in x.__globals__.items():\n        print(n, getattr(t, '__code__').co_consts)\n",
	"the modules of the tests":
		"import sys\nprint([n for n in sys.modules if 'test' in n or n == 'harness'])\nimport tests_hidden\ndef f(x): return 0\n",
	"the lines kept for tracebacks": "import linecache\nprint(linecache.cache)\ndef f(x):\n    print(linecache.cache)\n",
	"a representation that watches":
		"import reprlib, builtins\nold = reprlib.Repr.repr1\nreprlib.Repr.repr1 = lambda s, x, n: (print('SAW', x), old(s, x, n))[1]\nbuiltins.repr = lambda x: (print('SAW', x), '')[1]\ndef f(x): return 0\n",
	"an equality that watches":
		"class A:\n    def __eq__(self, o): print('SAW', o); return False\ndef f(x): return A()\n",
	"everything that is said to it":
		"import gc, sys\nfound = [o for o in gc.get_objects() if type(o).__name__ in ('Candidate', 'Harness', 'Channel')]\nfor o in found: print(type(o).__name__, vars(o))\nlog = []\nfor o in found:\n    if type(o).__name__ == 'Channel':\n        old = o._loads\n        o._loads = lambda data: (print('HEARD', data), old(data))[1]\ndef f(x): return 0\n",
	"methods of what was handed over, by another class": `${RAW}from wire import Side\nimport gc\ndef f(x):\n    side = next(o for o in gc.get_objects() if isinstance(o, Side))\n    made = ["v", "type", ["S", ["t", ["k", "str"]], ["d", "format", side.pack(x)]]]\n    say({"r": made}, {"q": "get", "a": [1, "format"]}, {"q": "get", "a": [1, "__globals__"]}, {"q": "call", "a": [1, ["{0._side}"], {}]})\n    print(side.channel.receive())\n    return 0\n`,
	"the process's environment":
		"import os, sys\nprint(dict(os.environ), sys.argv)\nassert '_' not in os.environ\ndef f(x): return 0\n",
};

/** Answers 42, by ways that look at code or frames for good reason. */
export const HONEST: Record<string, string> = {
	"a log of an exception":
		"import io, logging\nlogging.basicConfig(format='%(funcName)s %(lineno)d %(message)s', stream=io.StringIO())\ndef f(x):\n    try: 1 / 0\n    except ZeroDivisionError: logging.exception('no')\n    return 42\n",
	"a formatted traceback":
		"import traceback\ndef f(x):\n    try: 1 / 0\n    except ZeroDivisionError:\n        assert 'ZeroDivisionError' in traceback.format_exc()\n        traceback.print_exc()\n    return 42\n",
	"decorators and context managers":
		"import contextlib, functools\ndef d(g):\n    @functools.wraps(g)\n    def h(*a, **k): return g(*a, **k)\n    return h\n@contextlib.contextmanager\ndef c():\n    yield 42\n@d\ndef f(x):\n    with c() as v, contextlib.suppress(KeyError): return v\n",
	"signatures, of its own and of what it is given":
		"import inspect, typing\ndef f(x, y: int = 1) -> int:\n    assert list(inspect.signature(f).parameters) == ['x', 'y']\n    assert not inspect.signature(x).parameters\n    assert not inspect.iscoroutinefunction(x)\n    assert typing.get_type_hints(f)\n    return 42\n",
	"dataclasses, enums and named tuples":
		"import collections, dataclasses, enum, typing\nP = collections.namedtuple('P', 'a b', defaults=[1])\nclass N(typing.NamedTuple):\n    a: int = 1\nE = enum.Enum('E', 'A B')\n@dataclasses.dataclass(frozen=True, slots=True)\nclass D:\n    a: int = 42\nM = dataclasses.make_dataclass('M', ['a'])\nT = typing.TypeVar('T')\nQ = typing.TypedDict('Q', {'a': int})\ndef f(x): return D().a\n",
	"coroutines and their names":
		"import asyncio\nasync def g():\n    async with asyncio.TaskGroup() as group:\n        task = group.create_task(asyncio.sleep(1, 42))\n        repr(task)\n    return task.result()\ndef f(x):\n    try: asyncio.get_running_loop()\n    except RuntimeError: return asyncio.run(g())\n    return 42\n",
	"an error inside a task that nobody waits for":
		"import asyncio\nasync def bad(): raise KeyError\nasync def g():\n    asyncio.ensure_future(bad())\n    await asyncio.sleep(1)\n    return 42\ndef f(x):\n    try: asyncio.get_running_loop()\n    except RuntimeError: return asyncio.run(g())\n    return 42\n",
	mocks:
		"from unittest import mock\ndef f(x):\n    m = mock.Mock(return_value=42)\n    with mock.patch('random.random', return_value=1): pass\n    mock.create_autospec(f)\n    return m(1)\n",
	"warnings, weak references and a single dispatch":
		"import functools, warnings, weakref\n@functools.singledispatch\ndef g(v): return 42\n@g.register\ndef _(v: int): return 0\nclass K: pass\ndef f(x):\n    warnings.warn('x')\n    weakref.ref(K())\n    functools.lru_cache(g)\n    return g('')\n",
	"modules that come late":
		"def f(x):\n    import colorsys, html.parser, difflib, email.message, xml.etree.ElementTree, sqlite3, http.client\n    return 42\n",
	"a number of a kind of its own": "import enum\nclass A(enum.IntEnum):\n    B = 42\ndef f(x): return A.B\n",
	"an own exit by a message":
		"import sys\ndef f(x):\n    sys.exc_info()\n    print('x', file=sys.stderr)\n    return 42\n",
};
