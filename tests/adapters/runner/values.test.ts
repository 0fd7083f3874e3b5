/** What passes between the tests and the code under test: values come over as they are, and nonsense as nothing. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { loadPyodide } from "pyodide";
import { expect, it } from "vitest";

const python = await loadPyodide();
for (const name of ["virtual_time", "checks", "harness", "values", "wire", "candidate"])
	python.FS.writeFile(`/home/pyodide/${name}.py`, readFileSync(`app/adapters/runner/python/${name}.py`, "utf8"));
python.runPython(`
import json
from values import DEEPEST, Malformed, Unsendable, Values

class Plain(Values):
    def stand_in(self, number, kind, *about):
        return (number, kind)

def over(text):
    there, here = Plain(), Plain()
    there.share({}), here.share({})
    return repr(here.unpack(json.loads(json.dumps(there.pack(eval(text))))))

def same(text):
    return repr(eval(text))

def read(text):
    side = Plain()
    side.share({})
    try:
        side.unpack(json.loads(text))
    except Malformed:
        return "refused"
    return "read"

def send(text):
    try:
        Plain().pack(eval(text))
    except Unsendable as error:
        return str(error)
    return "sent"
`);
const call = (name: string, text: string) => python.globals.get(name)(text) as string;

/** Python's words for values. A set holds what can be hashed, which a list cannot. */
const text = fc.string({ unit: "binary" }).map((value) => JSON.stringify(value).replace(/\u2028|\u2029/g, " "));
const flat = fc.oneof(
	fc.constantFrom("None", "True", "False", "float('inf')", "b'\\x00\\xff'", "Decimal('0.10')", "2+3j"),
	fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map(String),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `float('${value}')`),
	text,
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		flat,
		fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
		fc.array(tie("value"), { maxLength: 4 }).map((items) => `(${items.map((item) => `${item},`).join("")})`),
		fc
			.array(fc.tuple(flat, tie("value")), { maxLength: 4 })
			.map((pairs) => `{${pairs.map((pair) => pair.join(": ")).join(", ")}}`),
		flat.map((item) => `{${item}}`),
		flat.map((item) => `frozenset({${item}})`),
	),
}));

it("plain values come over as they are, of the same kinds", () => {
	python.runPython("from decimal import Decimal");
	fc.assert(fc.property(value, (words) => call("over", words) === call("same", words)));
});

it("whatever is said is read as a value or refused, and nothing else happens", () => {
	const tag = fc.constantFrom("l", "t", "s", "z", "d", "b", "D", "c", "k", "v", "h", "o", "K", "x", "");
	const said = fc.letrec<{ said: unknown }>((tie) => ({
		said: fc.oneof(
			{ maxDepth: 4 },
			fc.jsonValue(),
			fc.tuple(tag, fc.array(tie("said"), { maxLength: 4 })).map(([head, rest]) => [head, ...rest]),
		),
	})).said;
	fc.assert(fc.property(said, (words) => ["read", "refused"].includes(call("read", JSON.stringify(words)))));
});

it.each([
	["a number of too many digits", "1 << 100_000", /digits/],
	["a value without a bottom", "(lambda f: f(f, 100))(lambda f, n: [f(f, n - 1)] if n else [])", /nested/],
])("%s is not sent", (_name, words, why) => {
	expect(call("send", words)).toMatch(why);
});
