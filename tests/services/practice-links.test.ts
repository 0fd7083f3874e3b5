import { beforeEach, describe, expect, it } from "vitest";
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
import { testDatabase } from "../support/database";
import { newGuest, refusal } from "../support/people";
import { forkRag, given, publish, shiftWeight, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
beforeEach(async () => {
	person = (await newGuest()).person;
});

describe("a practice link", () => {
	const link = async () => {
		const id = await forkRag(person);
		await makeLink({ id, person, level: "mid", question: "rag-01-legal-documents" });
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
		await makeLink({ id: rubric, person: maker.person, level: "mid", question: "" });
		const made = (await viewLinks({ id: rubric, person: maker.person })).links[0];
		const { id, taker } = await take(made ?? { id: "" });
		await deleteMyData({ person: maker.person, request: maker.browser.request() });
		expect((await viewReport({ id, person: taker })).criteria).toHaveLength(6);
	});
});
