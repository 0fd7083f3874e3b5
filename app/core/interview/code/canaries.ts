/**
 * Tests that must pass and tests that must fail, put among those of a hidden suite. Code under test has no way to the
 * tests; should it find one, a canary with the wrong result shows that something was changed, and the run then needs a
 * person (decisions 20). Nothing but the list kept here tells them from other tests.
 */
import type { TestResult } from "./run";

export interface Guarded {
	source: string;
	/** What each canary has to say, by the name of its test. */
	canaries: ReadonlyMap<string, "pass" | "fail">;
}

/**
 * The suite's source with twelve canaries among its tests, one before the first and one after the last at least. `random`
 * gives 0 to 1; names, values and places differ in every run.
 */
export function withCanaries(source: string, random: () => number): Guarded {
	const canaries = new Map<string, "pass" | "fail">();
	const pick = (most: number) => Math.floor(random() * most);
	const word = () => WORDS[pick(WORDS.length)] ?? "case";
	const canary = (verdict: "pass" | "fail", body: string) => {
		let name = "";
		while (name === "" || canaries.has(name) || source.includes(name))
			name = `test_core_${word()}_${word()}${name ? pick(1e6) : ""}`;
		canaries.set(name, verdict);
		return `def ${name}():\n    ${body}\n\n\n`;
	};
	const block = () => {
		const n = 1_000 + pick(8_000);
		return [
			canary("pass", `T.eq(${n} + 1, ${n + 1})`),
			canary("fail", `T.eq(${n}, ${n + 1 + pick(7)})`),
			canary("fail", `T.ok(${n} > ${n + 5}, "no")`),
			canary("fail", `with T.raises(ValueError): ${n}`),
			canary("fail", `assert ${n} == ${n + 3}`),
			canary("fail", `T.close(${n}.0, ${n + 2}.0)`),
		];
	};
	// Only where a blank line stands before a test: a decorator belongs to what follows it.
	const parts = source.split(/(?<=\n\n)(?=(?:async )?def test_)/);
	const head = parts.shift() ?? "";
	const spread = [...block(), ...block()];
	const [first = "", last = ""] = [spread.splice(pick(6), 1)[0], spread.splice(pick(5) + 6, 1)[0]];
	for (const text of spread) parts.splice(pick(parts.length + 1), 0, text);
	return { source: `${head}\n\n${[first, ...parts].join("")}\n\n\n${last}`, canaries };
}

const WORDS =
	"order empty limit twice first last same other many none keeps counts result value text list start stop next again".split(
		" ",
	);

export function isCanary(test: Pick<TestResult, "name" | "suite">, canaries: Guarded["canaries"]): boolean {
	return test.suite === "hidden" && canaries.has(test.name);
}

/** True when a canary of the run did not say what it must. Canaries that never ran say nothing. */
export function isTampered(tests: readonly TestResult[], canaries: Guarded["canaries"]): boolean {
	return tests.some((test) => {
		if (!isCanary(test, canaries) || test.status === "not-run" || test.status === "timeout" || test.status === "crash")
			return false;
		return test.status !== canaries.get(test.name);
	});
}
