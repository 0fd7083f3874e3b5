import { beforeEach, describe, expect, it } from "vitest";
import { loadInterview } from "~/adapters/db/interviews.server";
import { deleteMyData } from "~/services/account.server";
import { gradeNext } from "~/services/grade-worker.server";
import type { Person } from "~/services/guest.server";
import { gradeByHand, viewGrading } from "~/services/human-grading.server";
import {
	closeLink,
	makeLink,
	requireConsent,
	takeRound,
	viewInvitation,
	viewLinks,
} from "~/services/practice-links.server";
import { exportInterview, viewReport } from "~/services/report.server";
import { applyInput } from "~/services/room.server";
import { answerSecondLook, askSecondLook, secondLookQueue, viewSecondLooks } from "~/services/second-look.server";
import { testDatabase } from "../support/database";
import { newGuest, refusal } from "../support/people";
import { forkRag, given, importSample, publish, shiftWeight, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
beforeEach(async () => {
	person = (await newGuest()).person;
});

describe("a practice link", () => {
	const link = async () => {
		const id = await forkRag(person);
		await makeLink({ id, person, level: "mid", questions: ["rag-01-legal-documents"] });
		const made = (await viewLinks({ id, person })).links[0];
		if (!made) throw new Error("a link was made");
		return { rubric: id, made };
	};
	const take = async (made: { id: string }) => {
		const { browser, person: taker } = await newGuest();
		const { id } = await takeRound({ link: made.id, person: taker, name: "Gita", consents: true });
		await applyInput({ id, person: taker, input: { kind: "end", clientId: crypto.randomUUID() } });
		while (await gradeNext());
		return { id, taker, browser };
	};

	it("says what it is before it starts, and starts nothing without consent", async () => {
		const { made } = await link();
		expect(await viewInvitation({ link: made.id })).toMatchObject({
			level: "mid",
			rubric: { version: 1 },
			minutes: 30,
		});
		expect(() => requireConsent(false)).toThrow("Nothing was started");
		const { person: taker } = await newGuest();
		expect(await refusal(takeRound({ link: made.id, person: taker, name: "", consents: false }))).toBe("bad-input");
		expect((await viewLinks({ id: made.rubricId, person })).links[0]?.rounds).toEqual([]);
	});

	it("gives whoever made it the record, the report and the grading, and nobody else", async () => {
		const { rubric, made } = await link();
		const { id, taker } = await take(made);
		expect((await viewLinks({ id: rubric, person })).links[0]?.rounds).toMatchObject([
			{ takerName: "Gita", status: "ended" },
		]);
		expect(await viewReport({ id, person })).toMatchObject({ state: "graded", ownRound: false });
		expect((await viewReport({ id, person: taker })).state).toBe("self-rating");
		await gradeByHand({ id, person, mode: "blind", given: given(), submit: true });
		const stranger = (await newGuest()).person;
		expect(await refusal(viewReport({ id, person: stranger }))).toBe("not-found");
		expect(await refusal(viewGrading({ id, person: stranger, mode: "blind" }))).toBe("not-found");
		expect(await refusal(exportInterview({ id, person: stranger }))).toBe("not-found");
	});

	it("asks one of its set of questions, and of no other", async () => {
		const id = await forkRag(person);
		const set = ["rag-02-confident-and-wrong", "rag-03-two-policies"];
		await makeLink({ id, person, level: "senior", questions: set });
		const made = (await viewLinks({ id, person })).links[0];
		expect((await viewInvitation({ link: made?.id ?? "" })).questionTitle).toMatch(/^One of: /);
		const { person: taker } = await newGuest();
		const asked = new Set<string>();
		for (let round = 0; round < 2; round += 1) {
			const taken = await takeRound({ link: made?.id ?? "", person: taker, name: "", consents: true });
			const { plan } = await loadInterview({ id: taken.id, userId: taker.id });
			asked.add(plan.segments[0]?.question.slug ?? "");
		}
		expect([...asked].sort()).toEqual(set);
		const unknown = makeLink({ id, person, level: "mid", questions: ["no-such-question"] });
		expect(await refusal(unknown)).toBe("bad-input");
	});

	it("carries its version for good", async () => {
		const { rubric, made } = await link();
		await shiftWeight({ id: rubric, person, by: 5 });
		await publish({ id: rubric, person });
		expect((await viewInvitation({ link: made.id })).rubric.version).toBe(1);
	});

	it("that is closed or invented invites nobody", async () => {
		const { made } = await link();
		const other = (await newGuest()).person;
		expect(await refusal(closeLink({ person: other, link: made.id }))).toBe("not-found");
		await closeLink({ person, link: made.id });
		expect(await refusal(viewInvitation({ link: made.id }))).toBe("not-found");
		expect(await refusal(viewInvitation({ link: "invented" }))).toBe("not-found");
	});

	it("outlives its maker for whoever took a round: their report still opens", async () => {
		const maker = await newGuest();
		const rubric = await forkRag(maker.person);
		await makeLink({ id: rubric, person: maker.person, level: "mid", questions: [] });
		const made = (await viewLinks({ id: rubric, person: maker.person })).links[0];
		const { id, taker } = await take(made ?? { id: "" });
		await deleteMyData({ person: maker.person, request: maker.browser.request() });
		expect((await viewReport({ id, person: taker })).criteria).toHaveLength(6);
	});
});

describe("a second look", () => {
	const taken = async () => {
		const id = await forkRag(person);
		await makeLink({ id, person, level: "mid", questions: [] });
		const made = (await viewLinks({ id, person })).links[0];
		const { person: taker } = await newGuest();
		const round = await takeRound({ link: made?.id ?? "", person: taker, name: "", consents: true });
		await applyInput({ id: round.id, person: taker, input: { kind: "end", clientId: crypto.randomUUID() } });
		while (await gradeNext());
		const grade = (await viewReport({ id: round.id, person: taker })).grades[0]?.id ?? "";
		return { id: round.id, taker, grade };
	};

	it("is asked by whoever took the round, lands in the reader's queue, and its answer stays beside the first grade", async () => {
		const { id, taker, grade } = await taken();
		const asked = { id, person: taker, grade, criterion: "evaluation", reason: "I named a golden set" };
		await askSecondLook(asked);
		expect(await refusal(askSecondLook(asked))).toBe("conflict");
		expect(await secondLookQueue({ person })).toMatchObject([{ interviewId: id, reason: "I named a golden set" }]);
		expect(await secondLookQueue({ person: taker })).toEqual([]);
		const request = (await viewSecondLooks({ id, person })).requests[0]?.id ?? "";
		const answer = { id, request, answer: "You did; it is a 3", score: 3 as const };
		expect(await refusal(answerSecondLook({ ...answer, person: taker }))).toBe("forbidden");
		await answerSecondLook({ ...answer, person });
		expect(await refusal(answerSecondLook({ ...answer, person }))).toBe("conflict");
		const report = await viewReport({ id, person: taker });
		expect(report.grades).toHaveLength(2);
		expect(report.grades[1]?.differs).toEqual(["Evaluation and debugging: not assessed to 3"]);
		expect((await viewSecondLooks({ id, person: taker })).requests).toMatchObject([
			{ answer: "You did; it is a 3", answeredBy: "Guest" },
		]);
		expect(await secondLookQueue({ person })).toEqual([]);
	});

	it("may leave the score as it is, and needs a reason and somebody who could answer", async () => {
		const { id, taker, grade } = await taken();
		const asked = { id, person: taker, grade, criterion: "index", reason: "Because" };
		expect(await refusal(askSecondLook({ ...asked, reason: " " }))).toBe("bad-input");
		expect(await refusal(askSecondLook({ ...asked, person }))).toBe("forbidden");
		expect(await refusal(askSecondLook({ ...asked, criterion: "charm" }))).toBe("not-found");
		await askSecondLook(asked);
		const request = (await viewSecondLooks({ id, person })).requests[0]?.id ?? "";
		await answerSecondLook({ id, person, request, answer: "It was not said", score: undefined });
		expect((await viewReport({ id, person: taker })).grades).toHaveLength(1);
		const own = await importSample({ person, name: "rag-deep-dive-weak" });
		expect((await viewSecondLooks({ id: own, person })).mayAsk).toBe(false);
	});
});
