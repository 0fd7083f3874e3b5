import { beforeEach, describe, expect, it } from "vitest";
import { listGradeRuns } from "~/adapters/db/grades.server";
import { deleteInterview } from "~/adapters/db/interviews.server";
import { exportMyData } from "~/services/account.server";
import { cancelBench, resumeBench, startBench, viewBench } from "~/services/bench.server";
import { gradesBlind } from "~/services/blindness.server";
import { gradeNext } from "~/services/grade-worker.server";
import type { Person } from "~/services/guest.server";
import { gradeByHand, viewGrading } from "~/services/human-grading.server";
import { overrideScore, regrade, regradeOptions } from "~/services/regrade.server";
import { viewReplay } from "~/services/replay.server";
import { viewReport } from "~/services/report.server";
import { listSessions } from "~/services/sessions.server";
import { testDatabase } from "../support/database";
import { newGuest, practise, refusal } from "../support/people";
import { forkRag, given, importSample, publish, shiftWeight, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
beforeEach(async () => {
	person = (await newGuest()).person;
});

async function untilDone(id: string) {
	await expect.poll(async () => (await viewBench({ id, person })).run?.status, { timeout: 20_000 }).toBe("done");
	const { run } = await viewBench({ id, person });
	if (!run?.comparison) throw new Error("a finished run compares");
	return { run, comparison: run.comparison };
}

describe("the test bench", () => {
	it("shows nothing moving for a draft that says the same", async () => {
		const id = await forkRag(person);
		await startBench({ id, person, set: "samples" });
		const { comparison } = await untilDone(id);
		expect(comparison).toMatchObject({ cases: 3, graded: 3, flips: [] });
		expect(comparison.people?.before).toEqual(comparison.people?.after);
		for (const criterion of comparison.criteria) expect(criterion.before).toBe(criterion.after);
	});

	it("shows flips that weights alone bring about, on one's own interviews too", async () => {
		const id = await forkRag(person);
		await importSample({ person, name: "rag-deep-dive-weak" });
		await importSample({ person, name: "rag-deep-dive-middling" });
		await importSample({ person, name: "behavioral-weak" });
		await shiftWeight({ id, person, by: 15 });
		await startBench({ id, person, set: "all" });
		const { run, comparison } = await untilDone(id);
		expect(run).toMatchObject({ done: 5, total: 5, stale: false });
		expect(comparison.flips.every((flip) => flip.moved.length === 0)).toBe(true);
		await shiftWeight({ id, person, by: -5 });
		expect((await viewBench({ id, person })).run?.stale).toBe(true);
	});

	it("stops when it is cancelled and goes on where it stopped", async () => {
		const id = await forkRag(person);
		await startBench({ id, person, set: "samples" });
		await cancelBench({ id, person });
		await expect.poll(async () => (await viewBench({ id, person })).run?.status).toBe("stopped");
		await expect
			.poll(async () => {
				await resumeBench({ id, person });
				return (await viewBench({ id, person })).run?.status;
			})
			.not.toBe("stopped");
		expect((await untilDone(id)).run).toMatchObject({ done: 3, total: 3 });
	});

	it("counts a person's blind grade but no assisted one, and skips an interview that was deleted", async () => {
		const id = await forkRag(person);
		const graded = await importSample({ person, name: "rag-deep-dive-middling" });
		const assisted = await importSample({ person, name: "rag-deep-dive-strong" });
		const gone = await importSample({ person, name: "rag-deep-dive-weak" });
		await gradeByHand({ id: graded, person, mode: "blind", given: given(), submit: true });
		await viewReport({ id: assisted, person });
		await gradeByHand({ id: assisted, person, mode: "blind", given: given(), submit: true });
		await deleteInterview({ id: gone, userId: person.id });
		await startBench({ id, person, set: "mine" });
		const { comparison } = await untilDone(id);
		expect(comparison).toMatchObject({ cases: 2, graded: 1 });
		expect(comparison.people?.after.n).toBe(6);
	});

	it("is closed to others, and says so when there is nothing to try", async () => {
		const id = await forkRag(person);
		const other = (await newGuest()).person;
		expect(await refusal(startBench({ id, person: other, set: "samples" }))).toBe("not-found");
		expect(await refusal(startBench({ id, person, set: "mine" }))).toBe("conflict");
	});
});

describe("grading by hand", () => {
	it("is blind: no score of the machine or of others leaves the server before one's own is submitted", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-strong" });
		const before = await viewGrading({ id, person, mode: "blind" });
		expect(before).toMatchObject({ mode: "blind", machine: null, others: [], mine: null });
		await gradeByHand({ id, person, mode: "blind", given: given(), submit: false });
		const draft = await viewGrading({ id, person, mode: "assisted" });
		expect(draft).toMatchObject({ mode: "blind", machine: null, mine: { submittedAt: null } });
		await gradeByHand({ id, person, mode: "blind", given: given(), submit: true });
		const after = await viewGrading({ id, person, mode: "blind" });
		expect(after.machine?.criteria).toHaveLength(6);
		expect(after.mine?.result?.mean).toBe(2);
	});

	it("is not blind for whoever has opened the report, and says so before and after", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-strong" });
		await viewReport({ id, person });
		expect(await viewGrading({ id, person, mode: "blind" })).toMatchObject({ mode: "assisted", seenBefore: true });
		await gradeByHand({ id, person, mode: "blind", given: given(), submit: true });
		expect((await viewGrading({ id, person, mode: "blind" })).mode).toBe("assisted");
	});

	it("finds no grade in the list of sessions until the report was opened or one's own grade submitted", async () => {
		const openings: ((id: string) => Promise<unknown>)[] = [
			(id) => viewReport({ id, person }),
			(id) => gradeByHand({ id, person, mode: "blind", given: given(), submit: true }),
		];
		for (const open of openings) {
			const id = await importSample({ person, name: "rag-deep-dive-strong" });
			const listed = async () => (await listSessions({ person })).find((session) => session.id === id);
			await gradeByHand({ id, person, mode: "blind", given: given(), submit: false });
			expect(await listed()).toMatchObject({ state: "graded", covered: true, overall: null, recommendation: null });
			await open(id);
			expect((await listed())?.overall, String(open)).toBeGreaterThan(1);
		}
	});

	it("stops being blind in the middle, when the report, the assisted page, the bench or the account's file is opened", async () => {
		const rubric = await forkRag(person);
		const openings: ((id: string) => Promise<unknown>)[] = [
			(id) => viewReport({ id, person }),
			(id) => viewGrading({ id, person, mode: "assisted" }),
			async () => {
				await startBench({ id: rubric, person, set: "mine" });
				await untilDone(rubric);
			},
			() => exportMyData({ person }),
		];
		for (const open of openings) {
			const id = await importSample({ person, name: "rag-deep-dive-strong" });
			expect((await viewGrading({ id, person, mode: "blind" })).mode).toBe("blind");
			await open(id);
			await gradeByHand({ id, person, mode: "blind", given: given(), submit: true });
			expect((await viewGrading({ id, person, mode: "blind" })).mode, String(open)).toBe("assisted");
		}
	});

	it("is asked about before the report opens, and keeps the replay without scores meanwhile", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-strong" });
		expect(await gradesBlind({ id, person })).toBe(false);
		await gradeByHand({ id, person, mode: "blind", given: given(), submit: false });
		expect(await gradesBlind({ id, person })).toBe(true);
		await viewReplay({ id, person });
		expect(await gradesBlind({ id, person })).toBe(true);
		await viewReport({ id, person });
		expect(await gradesBlind({ id, person })).toBe(false);
	});

	it("assisted shows the machine's scores and says so for good", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-strong" });
		expect((await viewGrading({ id, person, mode: "assisted" })).machine?.by).toMatch(/^Rules/);
		await gradeByHand({ id, person, mode: "assisted", given: given(), submit: true });
		expect((await viewGrading({ id, person, mode: "blind" })).mode).toBe("assisted");
	});

	it("keeps quotes that are in the record as they stand there", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		const spoken = (await viewGrading({ id, person, mode: "blind" })).transcript.find(
			(turn) => turn.who === "candidate",
		);
		const words = spoken?.text.slice(0, 40) ?? "";
		const quotes = [words.toUpperCase()];
		await gradeByHand({ id, person, mode: "blind", given: given({ index: { quotes } }), submit: true });
		const { mine } = await viewGrading({ id, person, mode: "blind" });
		expect(mine?.scores.find((entry) => entry.id === "index")?.evidence).toMatchObject([{ quote: words.trim() }]);
	});

	it.each([
		["words that were never said", { index: { quotes: ["nobody ever said these words"] } }, "not in the record"],
		["a score without a reason", { index: { reason: "" } }, "say why"],
	])("refuses %s, and keeps the draft", async (_what, change, words) => {
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		const attempt = gradeByHand({ id, person, mode: "blind", given: given(change), submit: true });
		await expect(attempt).rejects.toThrow(words);
		const { mine } = await viewGrading({ id, person, mode: "blind" });
		expect(mine).toMatchObject({ submittedAt: null });
		expect(mine?.scores).toHaveLength(6);
	});

	it("is submitted once", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		await gradeByHand({ id, person, mode: "blind", given: given(), submit: true });
		expect(await refusal(gradeByHand({ id, person, mode: "blind", given: given(), submit: true }))).toBe("conflict");
	});
});

describe("grading again", () => {
	it("adds a grade under the other rubric; the first one stays, and the report switches between them", async () => {
		const rubric = await forkRag(person);
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		const first = await viewReport({ id, person });
		await shiftWeight({ id: rubric, person, by: 15 });
		await publish({ id: rubric, person });
		expect((await viewReport({ id, person })).criteria).toEqual(first.criteria);
		const { rubrics } = await regradeOptions({ id, person });
		const wanted = rubrics.find((entry) => entry.title === "My RAG deep dive, version 2");
		await regrade({ id, person, rubricHash: wanted?.hash ?? "", by: "rules", reason: "New weights" });
		expect(await refusal(regrade({ id, person, rubricHash: wanted?.hash ?? "", by: "rules", reason: "" }))).toBe(
			"conflict",
		);
		await gradeNext();
		const again = await viewReport({ id, person });
		expect(again.criteria.find((criterion) => criterion.id === "evaluation")?.weight).toBe(35);
		expect(again.grades.map((grade) => [grade.rubric, grade.shown])).toEqual([
			["RAG deep dive v1", false],
			["My RAG deep dive v2", true],
		]);
		const back = await viewReport({ id, person, grade: again.grades[0]?.id ?? "" });
		expect(back.criteria).toEqual(first.criteria);
		expect(back.result).toEqual(first.result);
	});

	it("refuses a rubric of somebody else, a model that is not there, and a stranger", async () => {
		const other = (await newGuest()).person;
		const theirs = await forkRag(other);
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		const { rubrics } = await regradeOptions({ id, person });
		const foreign = (
			await regradeOptions({ id: await importSample({ person: other, name: "rag-deep-dive-weak" }), person: other })
		).rubrics.at(-1);
		expect(theirs).not.toBe("");
		const by = { id, person, reason: "" };
		expect(await refusal(regrade({ ...by, rubricHash: foreign?.hash ?? "", by: "rules" }))).toBe("bad-input");
		expect(await refusal(regrade({ ...by, rubricHash: rubrics[0]?.hash ?? "", by: "model" }))).toBe("conflict");
		expect(await refusal(regrade({ ...by, person: other, rubricHash: rubrics[0]?.hash ?? "", by: "rules" }))).toBe(
			"not-found",
		);
	});
});

describe("setting a score", () => {
	it("makes another grade with new totals, keeps the machine's, and says who and why", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		const [machine] = await listGradeRuns({ interviewId: id });
		const set = { id, person, grade: machine?.id ?? "", criterion: "evaluation", reason: "No gate at all", quote: "" };
		await overrideScore({ ...set, score: 1 });
		const runs = await listGradeRuns({ interviewId: id });
		expect(runs.map((run) => run.graderKind)).toEqual(["rules", "person"]);
		expect(runs[0]).toEqual(machine);
		const report = await viewReport({ id, person });
		expect(report.criteria.find((criterion) => criterion.id === "evaluation")).toMatchObject({
			score: 1,
			reason: "No gate at all",
			grader: { kind: "person" },
		});
		expect(report.grades[1]?.differs).toEqual(["Evaluation and debugging: 3 to 1"]);
		expect(report.result?.mean).toBeLessThan(machine?.result?.mean ?? 0);
	});

	it("needs a reason, words that were said, and a round one did not take oneself", async () => {
		const id = await importSample({ person, name: "rag-deep-dive-middling" });
		const [machine] = await listGradeRuns({ interviewId: id });
		const set = {
			id,
			person,
			grade: machine?.id ?? "",
			criterion: "evaluation",
			score: 4 as const,
			reason: "Good",
			quote: "",
		};
		expect(await refusal(overrideScore({ ...set, reason: " " }))).toBe("bad-input");
		expect(await refusal(overrideScore({ ...set, quote: "these words were never said" }))).toBe("bad-input");
		expect(await refusal(overrideScore({ ...set, criterion: "charm" }))).toBe("bad-input");
		expect(await refusal(overrideScore({ ...set, grade: "none" }))).toBe("not-found");
		const own = await practise(person);
		expect((await listGradeRuns({ interviewId: id })).length).toBe(1);
		expect(await refusal(overrideScore({ ...set, id: own.id }))).toBe("forbidden");
	});
});
