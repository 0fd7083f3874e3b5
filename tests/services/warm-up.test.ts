import { beforeEach, describe, expect, it } from "vitest";
import { loadInterview } from "~/adapters/db/interviews.server";
import { gradeNext } from "~/services/grade-worker.server";
import type { Person } from "~/services/guest.server";
import { viewHome } from "~/services/home.server";
import { makeLink, takeRound, viewInvitation, viewLinks } from "~/services/practice-links.server";
import { createQuestion, viewQuestion } from "~/services/questions.server";
import { importInterview, viewReport } from "~/services/report.server";
import { applyInput } from "~/services/room.server";
import { forkRubric } from "~/services/rubrics.server";
import { listSamples } from "~/services/samples.server";
import { listSessions } from "~/services/sessions.server";
import { StartInput, startInterview, viewSetup } from "~/services/setup.server";
import { testDatabase } from "../support/database";
import { newGuest } from "../support/people";
import { samples, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
beforeEach(async () => {
	person = (await newGuest()).person;
});

const start = (more: Partial<StartInput> = {}) =>
	startInterview({ person, input: StartInput.parse({ round: "ml-warmup", ...more }) });
const itemsOf = async (id: string, by = person) =>
	(await loadInterview({ id, userId: by.id })).plan.segments.map((segment) => segment.question.slug);

describe("the warm-up among the rounds", () => {
	it("is offered where rounds are chosen, with its minutes, its items and what it is graded by", async () => {
		const setup = await viewSetup({ person });
		expect(setup.rounds.at(-1)).toMatchObject({ round: "ml-warmup", title: "Traditional ML warm-up" });
		expect(Object.values(setup.rounds.at(-1)?.minutes ?? {})).toEqual([16, 16, 16, 16]);
		expect(setup.questions.filter((question) => question.round === "ml-warmup")).toHaveLength(16);
		expect(setup.rubrics.find((rubric) => rubric.round === "ml-warmup")?.criteria).toHaveLength(5);
		const home = await viewHome({ person });
		expect(home.rounds.find((round) => round.round === "ml-warmup")?.firstUp).toBe("Read a confusion matrix");
		expect((await listSamples()).filter((sample) => sample.round === "ml-warmup")).toHaveLength(3);
	});

	it("asks somebody who comes back three items they have not had", async () => {
		const first = await itemsOf((await start()).id);
		const second = await itemsOf((await start()).id);
		expect(new Set([...first, ...second]).size).toBe(6);
		const named = await itemsOf((await start({ choice: "specific", question: "ml-12-how-sure" })).id);
		expect(named[0]).toBe("ml-12-how-sure");
	});

	it("does not name the items to come while it runs, and all of them afterwards", async () => {
		const { id } = await start({ choice: "specific", question: "ml-12-how-sure" });
		expect((await listSessions({ person }))[0]?.title).toBe("How sure is 90 percent");
		await applyInput({ id, person, input: { kind: "end", clientId: crypto.randomUUID() } });
		expect((await listSessions({ person }))[0]?.title.split(" · ")).toHaveLength(3);
	});

	it("has a result of its own, and a report that offers other items next", async () => {
		const { id } = await start();
		await applyInput({ id, person, input: { kind: "end", clientId: crypto.randomUUID() } });
		const { plan } = await loadInterview({ id, userId: person.id });
		expect(new Set(plan.segments.map((segment) => segment.rubric.slug))).toEqual(new Set(["ml-warmup"]));
		const imported = await importInterview({ person, text: JSON.stringify(samples.get("ml-warmup-middling")) });
		while (await gradeNext());
		const report = await viewReport({ id: imported.id, person });
		expect(report.state).toBe("graded");
		const next = "practiseNext" in report ? report.practiseNext : [];
		expect(next.map((step) => step.title)).toEqual([
			"Three other items",
			"The first item again, then two others",
			"The first item again in Study mode, then two others",
		]);
		for (const step of next) expect(step.href).toContain("round=ml-warmup");
	});

	it("can be written for: a new item begins as an exercise that says what its Brief asks for", async () => {
		const begun = await createQuestion({ person, round: "ml-warmup", title: "Our own item" });
		const { source, problems } = await viewQuestion({ id: begun.id, person });
		expect(source).toContain("kind: exercise");
		expect(problems.map((problem) => problem.sentence).join(" ")).not.toContain("asks");
	});

	it("taken through a practice link asks the items of the link before any other", async () => {
		const { id } = await forkRubric({ person, from: "ml-warmup" });
		const set = ["ml-02-rare-attacks", "ml-12-how-sure", "ml-16-agreement"];
		await makeLink({ id, person, level: "senior", questions: set });
		const link = (await viewLinks({ id, person })).links[0]?.id ?? "";
		expect((await viewInvitation({ link })).questionTitle).toBe(
			"Three items, with: Rare attacks; How sure is 90 percent; Agreement",
		);
		const { person: taker } = await newGuest();
		const taken = await takeRound({ link, person: taker, name: "", consents: true });
		expect((await itemsOf(taken.id, taker)).sort()).toEqual(set);
	});
});
