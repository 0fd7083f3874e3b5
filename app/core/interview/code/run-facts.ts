/** What the log keeps of one run: how every test came out, and of what they said as much as somebody reads. */
import type { EventOf } from "../events";

export type RunFacts = Pick<EventOf<"run">, "results" | "by" | "tampered" | "marks" | "problem" | "kit" | "tests">;
type KeptTests = NonNullable<RunFacts["tests"]>;

/** Characters of all messages of one run. */
const MOST_SAID = 12_000;
/** Own tests that are listed; all of them are counted. */
const MOST_OWN = 60;

/** Own tests beyond the first 60 are left out, those that failed last of all; then messages, once they are too long. */
export function keptTests(tests: KeptTests): KeptTests {
	const own = tests.filter((test) => test.suite === "mine");
	const failed = own.filter((test) => test.status !== "pass");
	const listed = new Set([...failed, ...own].slice(0, MOST_OWN));
	let said = 0;
	return tests
		.filter((test) => test.suite !== "mine" || listed.has(test))
		.map(({ message, ...test }) => {
			said += message?.length ?? 0;
			return message && said <= MOST_SAID ? { ...test, message } : test;
		});
}
