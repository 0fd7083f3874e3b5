"""What of Pyodide leads out of Python, taken away before the first line of the code under test (sandbox design, 1)."""
import asyncio
import gc
import os
import sys
import types

# Modules that are part of the interpreter, and reach its memory, other processes or JavaScript.
FORGOTTEN = (
    "_pyodide_core", "_ctypes", "_testcapi", "_testinternalcapi", "_remote_debugging", "_lsprof", "_xxtestfuzz",
    "_testlimitedcapi", "_testclinic_limited", "_testclinic", "_testbuffer", "xxsubtype",
)


def lock():
    """For both processes: no name leads to JavaScript."""
    for name in [name for name in sys.modules if name == "js" or name.startswith(("js.", "pyodide_js"))]:
        getattr(sys.modules.pop(name), "__dict__", {}).clear()
    sys.meta_path[:] = [finder for finder in sys.meta_path if "pyodide" not in getattr(finder, "__module__", type(finder).__module__)]
    os.environ.clear()
    os.environ["HOME"] = "/home/candidate"
    asyncio.events._event_loop_policy = None
    asyncio.events._set_running_loop(None)
    gc.freeze()


def sever():
    """For the process of the code under test: no object leads there either. Nothing of Pyodide's can be used after it."""
    gc.unfreeze()
    ours = ("pyodide", "_pyodide", "_pyodide_core", "ctypes", "_ctypes")
    doomed = [module for name, module in sys.modules.items() if name.partition(".")[0] in ours]
    for name in [name for name, module in sys.modules.items() if module in doomed]:
        del sys.modules[name]
    for module in [sys.modules["__main__"], *doomed]:
        vars(module).clear()
    sys.modules["__main__"].__name__ = "__main__"
    # The interpreter keeps a copy of what is in a module of its own.
    for function in [found for found in gc.get_objects() if type(found) is types.BuiltinFunctionType and found.__self__ in doomed]:
        for holder in gc.get_referrers(function):
            if type(holder) is dict:
                holder.clear()
    # Loaders keep what leads to JavaScript alive, and they can be found without a name.
    for loader in [found for found in gc.get_objects() if type(found).__name__ in ("JsLoader", "JsFinder")]:
        vars(loader).clear()
    sys.builtin_module_names = tuple(name for name in sys.builtin_module_names if name not in FORGOTTEN)
    gc.collect()
    gc.freeze()
