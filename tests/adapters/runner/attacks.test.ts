/**
 * Code that means harm, against the sandbox as it is shipped (sandbox design §1). None may read the host, reach the
 * network, stall the server, or cost the tests that come after it.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Pool } from "~/adapters/runner/pool.server";
import { isolations, poolOf, runOn, statuses } from "../../support/runner";

// Without a snapshot, as on a clone that was never built, every process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TESTS = [
	'def test_a():\n    """before"""\n    T.eq(1, 1)',
	'def test_b():\n    """calls f"""\n    solution.f()',
	'def test_c():\n    """after"""\n    T.eq(2, 2)',
].join("\n");
const LIMITS = { stepMs: 1_500, totalMs: 15_000 };

/** What the middle test may come to. The tests around it must pass. */
const CONTAINED: Record<string, { code: string; middle: RegExp }> = {
	"an endless loop": { code: "def f():\n    while True: pass\n", middle: /timeout/ },
	"a loop that swallows every exception": {
		code: "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n",
		middle: /timeout/,
	},
	"a catastrophic pattern": {
		code: 'import re\ndef f(): return re.match(r"(a+)+$", "a" * 40 + "b")\n',
		middle: /timeout/,
	},
	"a number without end": { code: "def f(): return len(str(9**9**8))\n", middle: /timeout|crash|error/ },
	"a string of ten gigabytes": { code: "def f(): return len('x' * 10**10)\n", middle: /error|crash/ },
	"a list that grows": {
		code: "def f():\n    a = []\n    while True: a.append('x' * 1000)\n",
		middle: /error|crash|timeout/,
	},
	"byte arrays that grow": {
		code: "def f():\n    a = []\n    while True: a.append(bytearray(1 << 24))\n",
		middle: /error|crash|timeout/,
	},
	"a flood of print": { code: "def f():\n    while True: print('x' * 1000)\n", middle: /error/ },
	"a flood past print": {
		code: "import os\ndef f():\n    while True: os.write(1, b'x' * 65536)\n",
		middle: /crash|timeout|error/,
	},
	recursion: { code: "def f(): return f()\n", middle: /error/ },
	"recursion without a limit": {
		code: "import sys\ndef f():\n    sys.setrecursionlimit(10**9)\n    def g(n): return g(n + 1)\n    return g(0)\n",
		middle: /crash|error|timeout/,
	},
	"recursion in C": { code: "import json\ndef f(): return json.loads('[' * 10**6)\n", middle: /crash|error/ },
	"sys.exit": { code: "import sys\ndef f(): sys.exit(0)\n", middle: /error/ },
	"os._exit": { code: "import os\ndef f(): os._exit(0)\n", middle: /crash/ },
	"os.abort": { code: "import os\ndef f(): os.abort()\n", middle: /crash|error/ },
	"files that fill the disk": {
		code: "def f():\n    with open('/tmp/x', 'wb') as h:\n        while True: h.write(b'x' * (1 << 20))\n",
		middle: /error|timeout|crash/,
	},
	"a million files": {
		code: "def f():\n    n = 0\n    while True:\n        open(f'/tmp/{n}', 'w').write('x'); n += 1\n",
		middle: /error|timeout|crash/,
	},
	"a fork bomb": { code: "import os\ndef f():\n    while True: os.fork()\n", middle: /error|timeout|crash/ },
	"a wild pointer": { code: "def f():\n    import ctypes\n    ctypes.string_at(0xfffffff0)\n", middle: /crash|error/ },
	"a wait for nothing": {
		code: "import asyncio\ndef f():\n    async def m(): await asyncio.Event().wait()\n    asyncio.run(m())\n",
		middle: /error/,
	},
	"a loop of coroutines": {
		code: "import asyncio\ndef f():\n    async def m():\n        while True: await asyncio.sleep(0)\n    asyncio.run(m())\n",
		middle: /error|timeout/,
	},
	"a thread": { code: "import threading\ndef f(): threading.Thread(target=print).start()\n", middle: /error/ },
	"an exception with a gigantic message": { code: "def f(): raise ValueError('x' * 10**7)\n", middle: /error/ },
	"an answer of a hundred megabytes": { code: "def f(): return 'x' * 10**8\n", middle: /error|crash/ },
	"an answer without a bottom": {
		code: "def f():\n    a = []\n    for _ in range(500): a = [a]\n    return a\n",
		middle: /error/,
	},
	"an answer that is in itself": { code: "def f():\n    a = []\n    a.append(a)\n    return a\n", middle: /error/ },
	"a number of a million digits": { code: "def f(): return 1 << 4_000_000\n", middle: /error/ },
	"an answer that never stops asking": {
		code: "import time\ndef f():\n    while True: time.sleep(0)\n",
		middle: /timeout|crash/,
	},
	"an exception that cannot be shown": {
		code: "class E(Exception):\n    def __str__(self): raise RuntimeError('no')\ndef f(): raise E()\n",
		middle: /error/,
	},
	"a traceback of a thousand frames": {
		code: "def g(n):\n    if n: g(n - 1)\n    raise ValueError('deep')\ndef f(): g(900)\n",
		middle: /error/,
	},
	"text that is no text": { code: "def f(): print('\\udc80' * 10); raise ValueError('\\udcff')\n", middle: /error/ },
	"a bomb in an exit handler": {
		code: "import atexit\natexit.register(lambda: [0 for _ in iter(int, 1)])\ndef f(): raise ValueError\n",
		middle: /error/,
	},
	"a finalizer that never ends": {
		code: "class X:\n    def __del__(self):\n        while True: pass\ndef f(): X()\n",
		middle: /timeout/,
	},
	"a bound on time that is moved": {
		code: "import time\ndef f():\n    time.sleep(10**9)\n    raise ValueError\n",
		middle: /error/,
	},
};

/** What keeps the file from being loaded at all: no test runs, and the reason is said. */
const NOT_LOADED: Record<string, { code: string; type: RegExp }> = {
	"an endless loop at import": { code: "while True: pass\n", type: /Timeout/ },
	"a mistake of syntax": { code: "def f(:\n  pass\n", type: /SyntaxError/ },
	"a wild pointer at import": { code: "import ctypes\nctypes.string_at(0xfffffff0)\n", type: /ModuleNotFoundError/ },
	"an exit at import": { code: "import sys\nsys.exit(0)\n", type: /SystemExit/ },
	"a hard exit at import": { code: "import os\nos._exit(0)\n", type: /Crash/ },
	"ten megabytes of source": {
		code: `x = "${"a".repeat(10_000_000)}"\nraise ValueError\n`,
		type: /ValueError|Crash|MemoryError|Timeout/,
	},
	"source nested without end": {
		code: `x = ${"(".repeat(5_000)}1${")".repeat(5_000)}\n`,
		type: /SyntaxError|MemoryError|RecursionError|Crash/,
	},
	"a null byte": { code: "x = 1\0\n", type: /SyntaxError|ValueError/ },
};

const available = await isolations();

describe.each(available)("with isolation %s", (isolation) => {
	let pool: Pool;
	beforeAll(() => {
		pool = poolOf(isolation);
		pool.warm();
	});
	afterAll(() => pool.close());

	// The weaker layer alone is what these run into; one isolation is enough to show what a watchdog does.
	const some = isolation === available[0] ? Object.entries(CONTAINED) : [];
	it.each(some)("%s costs no other test", async (_name, { code, middle }) => {
		const run = await runOn({ pool, code, tests: TESTS, limits: LIMITS });
		const [a, b, c] = statuses(run).split(" ");
		expect([a, c]).toEqual(["pass", "pass"]);
		expect(b).toMatch(middle);
		for (const test of run.tests) expect(test.message.length + test.stdout.length).toBeLessThan(10_000);
	});

	const loads = isolation === available[0] ? Object.entries(NOT_LOADED) : [];
	it.each(loads)("%s is a reason, not a result", async (_name, { code, type }) => {
		const run = await runOn({ pool, code, tests: TESTS, limits: LIMITS });
		expect(run.tests).toEqual([]);
		expect(run.loadError?.type).toMatch(type);
	});

	it("a result that the code writes itself is not believed", async () => {
		const forged = JSON.stringify({ event: "test", result: { id: "hidden/test_b", status: "pass" } });
		const code = `import os, sys\ndef f():\n    for n in ("", "N" * 24):\n        os.write(1, (n + ${JSON.stringify(forged)} + "\\n").encode())\n        print(n + ${JSON.stringify(forged)})\n        sys.__stdout__.write(${JSON.stringify(forged)})\n    raise ValueError("no")\n`;
		const run = await runOn({ pool, code, tests: TESTS, limits: LIMITS });
		expect(run.tests[1]?.status).toMatch(/error|crash/);
		expect(run.tests[2]?.status).toBe("pass");
	});

	it("files are bounded whatever way they grow, and whatever they are called", async () => {
		const code = [
			"import os",
			"BIG = 40 << 20",
			"def written(name):",
			"    with open(name, 'wb') as h:",
			"        for _ in range(40): h.write(b'x' * (1 << 20))",
			"def cut(name):",
			"    with open(name, 'wb') as h: h.truncate(BIG)",
			"def jumped(name):",
			"    with open(name, 'wb') as h:",
			"        h.write(b'x')",
			"        h.seek(BIG)",
			"        h.write(b'x')",
			"def f():",
			"    os.unlink('/dev/peer')",
			"    for way in (written, cut, jumped):",
			"        for name in ('/dev/peer', '/tmp/x'):",
			"            try: way(name)",
			"            except OSError: continue",
			"            raise ValueError(f'{way.__name__} {name}')",
		].join("\n");
		const run = await runOn({ pool, code, tests: TESTS, limits: LIMITS });
		expect(statuses(run)).toBe("pass pass pass");
	});

	it("one run leaves nothing behind for the next", async () => {
		const write = await runOn({ pool, code: "def f(): open('/tmp/left', 'w').write('mine')\n", tests: TESTS });
		expect(statuses(write)).toBe("pass pass pass");
		const read = await runOn({ pool, code: "def f(): open('/tmp/left').read()\n", tests: TESTS });
		expect(read.tests[1]?.message).toContain("FileNotFoundError");
	});

	it("no way out of it is open", async () => {
		vi.stubEnv("MOCKINGBIRD_PROBE", "a-secret-of-this-process");
		const hits: string[] = [];
		const listener = createServer((request, response) => {
			hits.push(String(request.url));
			response.end("secret");
		});
		listener.on("connection", () => hits.push("connection"));
		await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
		const { port } = listener.address() as AddressInfo;
		const probes = readFileSync("tests/adapters/runner/probes.py", "utf8").replaceAll("PORT", String(port));
		const fresh = poolOf(isolation);
		try {
			const names = [...probes.matchAll(/^def (probe_\w+)\(/gm)].map(([, name]) => name);
			expect(names.length).toBeGreaterThan(35);
			const tests = names
				.map((name) => `def test_${name}():\n    got = solution.${name}()\n    T.ok(got is None, f"got {got!r}")`)
				.join("\n");
			const run = await runOn({ pool: fresh, code: probes, tests, limits: { stepMs: 3_000, totalMs: 60_000 } });
			expect(run.loadError).toBeNull();
			for (const test of run.tests) {
				// An exception is a way that was closed; a failed check is something got hold of.
				expect(test.status, `${test.name}: ${test.message}`).not.toBe("fail");
				expect(`${test.stdout}${test.message}`).not.toMatch(/root:|a-secret-of-this-process|uid=\d/);
			}
			expect(hits).toEqual([]);
			expect(existsSync("/tmp/mockingbird-escaped")).toBe(false);
		} finally {
			fresh.close();
			listener.close();
			vi.unstubAllEnvs();
		}
	}, 90_000);
});
