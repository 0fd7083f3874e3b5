# Each probe tries one way out of the sandbox and returns what it got hold of; None or an exception means nothing.
# PORT is that of a listener on the host.
import sys


def _ask_js(thing):
    """From any JavaScript object to the Function constructor, and from there to the process."""
    made = thing.constructor.constructor("return typeof process === 'undefined' ? null : process.pid")
    return made()


def probe_import_js():
    import js
    return js.process


def probe_js_environment():
    import js
    return js.process.env.MOCKINGBIRD_PROBE


def probe_js_fetch():
    import js
    return js.fetch("http://127.0.0.1:PORT/js-fetch")


def probe_js_built_in_module():
    import js
    return js.process.getBuiltinModule("fs").readFileSync("/etc/passwd", "utf8")


def probe_js_binding():
    import js
    return js.process.binding("fs")


def probe_run_js():
    from pyodide.code import run_js
    return run_js("process.version")


def probe_run_js_this():
    from pyodide.code import run_js
    return run_js("(function(){return this})().process.pid")


def probe_pyodide_js():
    import pyodide_js
    return pyodide_js.version


def probe_pyodide_js_module():
    import pyodide_js
    return pyodide_js._module


def probe_mount_host():
    import pyodide_js
    pyodide_js.FS.mkdirTree("/mnt/host")
    pyodide_js.mountNodeFS("/mnt/host", "/etc")
    return open("/mnt/host/passwd").read()


def probe_to_js_array():
    from pyodide.ffi import to_js
    return _ask_js(to_js([1, 2]))


def probe_to_js_import():
    from pyodide.ffi import to_js
    return to_js([1]).constructor.constructor("return import('node:fs')")()


def probe_create_proxy():
    from pyodide.ffi import create_proxy
    return _ask_js(create_proxy(lambda: 1))


def probe_js_exception():
    from pyodide.ffi import JsException
    return _ask_js(JsException("Error", "x").js_error)


def probe_web_loop():
    import pyodide.webloop as loop
    return _ask_js(loop.setTimeout)


def probe_objects_of_the_collector():
    import gc
    from pyodide.ffi import JsProxy
    for thing in gc.get_objects():
        if isinstance(thing, JsProxy):
            found = _ask_js(thing)
            if found is not None:
                return found
    return None


def probe_subclasses():
    for kind in object.__subclasses__():
        if kind.__name__ == "JsProxy":
            return _ask_js(kind)
    return None


def probe_frames():
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if type(value).__name__ in ("JsProxy", "JsCallableDoubleProxy", "JsCallable"):
                return _ask_js(value)
        frame = frame.f_back
    return None


def probe_reimport_js():
    import importlib
    sys.modules.pop("js", None)
    return importlib.import_module("js").process


def probe_core_module():
    import _pyodide_core
    for name in dir(_pyodide_core):
        value = getattr(_pyodide_core, name)
        if hasattr(value, "constructor"):
            return _ask_js(value)
    return None


def probe_ctypes_script():
    import ctypes
    return ctypes.CDLL(None).emscripten_run_script_int(b"process.pid")


def probe_ctypes_script_string():
    import ctypes
    function = ctypes.CDLL(None).emscripten_run_script_string
    function.restype = ctypes.c_char_p
    return function(b"JSON.stringify(process.env)")


def probe_ctypes_system():
    import ctypes
    code = ctypes.CDLL(None).system(b"touch /tmp/mockingbird-escaped")
    return "ran" if code == 0 else None


def probe_ctypes_open():
    import ctypes
    descriptor = ctypes.CDLL(None).open(b"/etc/passwd", 0)
    return "opened" if descriptor >= 0 else None


def probe_ctypes_dlopen():
    import ctypes
    return ctypes.CDLL("/lib/x86_64-linux-gnu/libc.so.6")


def _module_calling(function, kind):
    """A WebAssembly side module, written by hand, whose export `run` passes its argument to a function of the host."""
    def section(number, body):
        return bytes([number, len(body)]) + body
    def name(text):
        return bytes([len(text)]) + text
    link = section(0, name(b"dylink.0") + bytes([1, 4, 0, 0, 0, 0]))
    types = section(1, bytes([1, 0x60, 1, 0x7F, 1, 0x7F]))
    imports = section(2, bytes([1]) + name(b"env") + name(function) + bytes([kind, 0]))
    functions = section(3, bytes([1, 0]))
    exports = section(7, bytes([1]) + name(b"run") + bytes([0, 1]))
    code = section(10, bytes([1, 6, 0, 0x20, 0, 0x10, 0, 0x0B]))
    return b"\0asm\1\0\0\0" + link + types + imports + functions + exports + code


def _run_crafted(function, argument):
    import ctypes
    with open("/tmp/crafted.so", "wb") as file:
        file.write(_module_calling(function, 0))
    text = ctypes.create_string_buffer(argument)
    return ctypes.CDLL("/tmp/crafted.so").run(ctypes.addressof(text))


def probe_crafted_module_runs_script():
    return _run_crafted(b"emscripten_run_script_int", b"process.pid")


def probe_crafted_module_runs_system():
    return "ran" if _run_crafted(b"system", b"touch /tmp/mockingbird-escaped") == 0 else None


def probe_password_file():
    return open("/etc/passwd").read()


def probe_process_environment():
    return open("/proc/self/environ").read()


def probe_parent_environment():
    import os
    return open(f"/proc/{os.getppid()}/environ").read()


def probe_root_listing():
    import os
    strange = set(os.listdir("/")) - {"tmp", "home", "dev", "proc", "lib", "share", "usr", "bin", "etc", "mnt"}
    return strange or None


def probe_environment():
    import os
    return os.environ.get("MOCKINGBIRD_PROBE") or os.environ.get("PATH_OF_HOST")


def probe_database():
    for name in ("data/mockingbird.db", "/data/mockingbird.db", "../../data/mockingbird.db", "../../../package.json"):
        try:
            return open(name, "rb").read(10)
        except OSError:
            pass
    return None


def probe_symbolic_link():
    import os
    os.symlink("/etc/passwd", "/tmp/link")
    return open("/tmp/link").read()


def probe_shell():
    import os
    return os.popen("id").read() or None


def probe_subprocess():
    import subprocess
    return subprocess.check_output("id")


def probe_exec():
    import os
    return os.execv("/bin/sh", ["sh", "-c", "touch /tmp/mockingbird-escaped"])


def probe_fork():
    import os
    return os.fork()


def probe_kill_parent():
    import os
    os.kill(os.getppid(), 9)
    return None


def probe_socket():
    import socket
    link = socket.create_connection(("127.0.0.1", PORT), 1)
    link.sendall(b"GET /socket HTTP/1.0\r\n\r\n")
    return link.recv(20)


def probe_datagram():
    import socket
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sent = link.sendto(b"x", ("127.0.0.1", PORT))
    return None if sent <= 0 else None


def probe_unix_socket():
    import socket
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.connect("/var/run/docker.sock")
    return "connected"


def probe_urllib():
    import urllib.request
    return urllib.request.urlopen("http://127.0.0.1:PORT/urllib", timeout=1).read()


def probe_http_client():
    import http.client
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=1)
    link.request("GET", "/http-client")
    return link.getresponse().read()


def probe_name_lookup():
    import socket
    address = socket.gethostbyname("localhost.example.org")
    return None if address.startswith("172.29.") else address


def probe_a_module_of_its_own_making():
    """A WebAssembly module written here and loaded as an extension could ask for whatever the interpreter has."""
    import importlib.machinery
    import importlib.util

    def section(number, body):
        return bytes([number, len(body)]) + body

    name = b"PyInit_made"
    made = b"\0asm\1\0\0\0" + section(0, b"\x08dylink.0\x01\x04\0\0\0\0") + section(1, b"\x01\x60\0\x01\x7f")
    made += section(3, b"\x01\0") + section(7, b"\x01" + bytes([len(name)]) + name + b"\0\0") + section(10, b"\x01\x04\0\x41\0\x0b")
    with open("/tmp/made.so", "wb") as file:
        file.write(made)
    loader = importlib.machinery.ExtensionFileLoader("made", "/tmp/made.so")
    try:
        importlib.util.module_from_spec(importlib.util.spec_from_loader("made", loader))
    except SystemError as error:
        return f"it ran: {error}"
    return "it ran"


def probe_objects_of_javascript():
    import gc
    gc.unfreeze()
    for holder in gc.get_objects():
        for held in gc.get_referents(holder):
            kind = type(held)
            if kind.__name__.startswith("Js") and not isinstance(held, type) and "Proxy" in str(kind.__mro__):
                return f"{kind.__name__} in {type(holder).__name__}"


def probe_loaders_of_javascript():
    import gc
    gc.unfreeze()
    loaders = [vars(held) for held in gc.get_objects() if type(held).__name__ in ("JsLoader", "JsFinder")]
    return [held for held in loaders if held.get("jsproxy") or held.get("jsproxies")] or None


def probe_core_by_the_main_module():
    import __main__
    import types

    return [name for name, value in vars(__main__).items() if isinstance(value, types.ModuleType)] or None


def probe_core_by_the_collector():
    import gc
    import types

    gc.unfreeze()
    functions = [found for found in gc.get_objects() if type(found) is types.BuiltinFunctionType]
    wanted = ("raw_call", "to_js", "create_proxy", "create_once_callable", "run_sync")
    return [found.__name__ for found in functions if found.__name__ in wanted] or None


def probe_modules_of_the_interpreter():
    import sys

    odd = [name for name in sys.builtin_module_names if name not in sys.stdlib_module_names]
    return [__import__(name) for name in odd] or None
