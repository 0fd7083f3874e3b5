/**
 * What is seen while a run goes on that honest code does not cause: words for a person who looks at the round. The tests
 * run out of the code's reach; should something be seen all the same, it takes the verdict from the machine.
 */
import { isCanary, isTampered } from "./canaries";
import type { CodeRun, TestResult } from "./run";

const WORDS: Record<string, string> = {
	canary: "A check that has to fail passed, or the other way round.",
	reload: "The file ended its process, and then did not load a second time.",
	unchecked: "None of the checks that watch over the tests has run.",
	odd: "The process of the code said something that it never says by itself.",
	malformed: "The process that runs the tests said something that it never says by itself.",
};
/** Marks that rounds have in their log from when code and tests shared one process. */
const EARLIER: Record<string, string> = {
	changed: "What the code is judged with was changed while it ran.",
	"equals-anything": "An answer claimed to be equal to whatever it was compared with.",
	"nothing-checked": "A test passed and not one of its checks had run.",
	forged: "A test passed although every check in it was made to fail.",
};
const RAN = new Set<TestResult["status"]>(["pass", "fail", "error"]);

/** One mark as a sentence. Marks of a later version are shown as they are. */
export function describeMark(mark: string): string {
	if (mark.startsWith("reached ")) return `The code reached for what runs above it, and was refused: ${mark.slice(8)}.`;
	return WORDS[mark] ?? EARLIER[mark] ?? `Seen while the code ran: ${mark}.`;
}

/** All marks of a run with its canaries in it; empty when nothing was seen. */
export function marksOf(input: { run: CodeRun; canaries: ReadonlyMap<string, "pass" | "fail"> }): string[] {
	const { run, canaries } = input;
	const marks = new Set(run.marks);
	if (isTampered(run.tests, canaries)) marks.add("canary");
	const canaryRan = run.tests.some((test) => isCanary(test, canaries) && RAN.has(test.status));
	const counted = run.tests.filter((test) => !isCanary(test, canaries));
	// Code that hangs may leave no time for a canary. Then nothing passed either.
	const says = counted.length === 0 || counted.some((test) => test.status === "pass");
	const loads = !run.loadError && !counted.some((test) => test.suite === "hidden" && test.name === "load");
	if (canaries.size > 0 && loads && !canaryRan && says) marks.add("unchecked");
	return [...marks];
}
