/**
 * Tests that must pass and tests that must fail, put before and after each hidden suite. In one process with the code
 * under test nothing is safe from it; a canary with the wrong result shows that something was changed, and the run then
 * needs a person (decisions 20).
 */
import type { TestResult } from "./run";

/** How the names of canaries begin. */
export const CANARY = "test_check_";

/** The suite's source with canaries around it. `random` gives 0 to 1; names and values differ in every run. */
export function withCanaries(source: string, random: () => number): string {
	const word = () => Math.floor(random() * 1e9).toString(36);
	const number = () => 1_000 + Math.floor(random() * 8_000);
	const canary = (verdict: "good" | "bad", body: string) => `def ${CANARY}${verdict}_${word()}():\n    ${body}\n`;
	const block = () => {
		const n = number();
		return [
			canary("good", `T.eq(${n} + 1, ${n + 1})`),
			canary("bad", `T.eq(${n}, ${n + 1 + Math.floor(random() * 7)})`),
			canary("bad", `T.ok(${n} > ${n + 5}, "no")`),
			canary("bad", `with T.raises(ValueError): ${n}`),
			canary("bad", `assert ${n} == ${n + 3}`),
			canary("bad", `T.close(${n}.0, ${n + 2}.0)`),
		].join("\n");
	};
	return `${block()}\n${source}\n\n${block()}`;
}

export function isCanary(test: Pick<TestResult, "name">): boolean {
	return test.name.startsWith(CANARY);
}

/** True when a canary of the run did not say what it must. Canaries that never ran say nothing. */
export function isTampered(tests: readonly TestResult[]): boolean {
	return tests.some((test) => {
		if (!isCanary(test) || test.status === "not-run" || test.status === "timeout" || test.status === "crash")
			return false;
		const wanted = test.name.startsWith(`${CANARY}good_`) ? "pass" : "fail";
		return test.status !== wanted;
	});
}
