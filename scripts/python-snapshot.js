// @ts-check
/**
 * Builds the memory snapshot from which the server starts Python: the interpreter with the harness and the usual modules
 * already imported. Tied to the exact build of Pyodide, so it is made here and never kept in the repository; without it
 * the runner boots the slow way.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { loadPyodide } from "pyodide";

const TARGET = "build/python/harness.snapshot";
const FOLDER = "app/adapters/runner/python";
/** Everything but the support file, which comes with each job. */
const OURS = readdirSync(FOLDER).flatMap((file) =>
	file.endsWith(".py") && file !== "fakes.py" ? file.slice(0, -3) : [],
);
const MODULES = `
abc array ast asyncio base64 bisect builtins calendar codecs collections collections.abc concurrent.futures contextlib
contextvars copy csv dataclasses datetime decimal difflib enum fractions functools gc graphlib hashlib heapq hmac html
inspect io itertools json linecache logging math numbers operator pprint queue random re reprlib secrets statistics
string struct tempfile textwrap threading time timeit traceback types typing unicodedata unittest unittest.mock
urllib.parse uuid warnings weakref zlib zoneinfo`;

const python = await loadPyodide({ _makeSnapshot: true, env: { HOME: "/home/candidate", PYTHONHASHSEED: "0" } });
for (const name of OURS) python.FS.writeFile(`/tmp/${name}.py`, readFileSync(path.join(FOLDER, `${name}.py`), "utf8"));
python.runPython(`
import gc, importlib, sys
for name in ${JSON.stringify(MODULES.trim().split(/\s+/))}:
    importlib.import_module(name)
sys.path.insert(0, "/tmp")
import ${OURS.join(", ")}
sys.path.remove("/tmp")
for name in ${JSON.stringify(OURS)}:
    sys.modules[name].__dict__.pop("__cached__", None)
del importlib, name
gc.collect()
`);
for (const name of OURS) python.FS.unlink(`/tmp/${name}.py`);
const snapshot = python.makeMemorySnapshot();
mkdirSync(path.dirname(TARGET), { recursive: true });
writeFileSync(TARGET, snapshot);
process.stdout.write(`${TARGET}: ${(snapshot.length / 1e6).toFixed(1)} MB\n`);
