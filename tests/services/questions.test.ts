import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { loadInterview } from "~/adapters/db/interviews.server";
import { changeSentence } from "~/core/content/changes";
import { deleteMyData } from "~/services/account.server";
import { loadRoundContent } from "~/services/content.server";
import type { Person } from "~/services/guest.server";
import { makeLink, takeRound, viewInvitation, viewLinks } from "~/services/practice-links.server";
import { exportQuestion, publishQuestion, saveQuestion } from "~/services/question-draft.server";
import { archiveQuestion, createQuestion, listQuestions, viewQuestion } from "~/services/questions.server";
import { StartInput, startInterview, viewSetup } from "~/services/setup.server";
import { testDatabase } from "../support/database";
import { newGuest, refusal } from "../support/people";
import { forkRag, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

const SHIPPED = readFileSync("prompts/questions/rag-deep-dive/rag-02-confident-and-wrong.md", "utf8");
let person: Person;
let id: string;
beforeEach(async () => {
	person = (await newGuest()).person;
	id = (await createQuestion({ person, round: "rag-deep-dive", title: "Our own RAG", source: SHIPPED })).id;
});

const view = () => viewQuestion({ id, person });
const save = async (source: string) => {
	const { revision, source: base } = await view();
	return saveQuestion({ id, person, revision, base, source });
};
const publish = async (reason = "For the new team") =>
	publishQuestion({ id, person, revision: (await view()).revision, reason });
const start = (question: string) =>
	startInterview({ person, input: StartInput.parse({ round: "rag-deep-dive", choice: "specific", question }) });

describe("a question of one's own", () => {
	it("begun from nothing says with lines what it lacks, and shows what the candidate would read", async () => {
		const begun = await createQuestion({ person, round: "behavioral", title: "A bill that surprised" });
		const { problems, source, preview, version } = await viewQuestion({ id: begun.id, person });
		expect(version).toBeNull();
		expect(source).toContain("## Brief");
		expect(problems.map((problem) => problem.sentence)).toEqual(
			expect.arrayContaining([
				'the key point "first-point" is not written yet',
				'the probe "probe-1" is not written yet',
				'the section "Strong answer" is not written yet',
			]),
		);
		expect(await refusal(publishQuestion({ id: begun.id, person, revision: 1, reason: "Begun" }))).toBe("bad-input");
		expect(preview?.brief).toBe("To be written.");
	});

	it("is seen as the candidate, the practice engine and a model see it, without its key points", async () => {
		const { problems, preview } = await view();
		expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
		expect(preview?.opening.length).toBeGreaterThan(20);
		expect(preview?.probes.length).toBeGreaterThan(3);
		expect(preview?.context).toContain("Confident and wrong");
		expect(preview?.context).not.toContain("tears tables and step lists apart");
	});

	it("is kept whatever is wrong with it, and not published before it is mended", async () => {
		await save("not a question at all");
		const { source, problems, preview } = await view();
		expect(source).toBe("not a question at all");
		expect(problems[0]?.severity).toBe("error");
		expect(preview).toBeNull();
		await expect(publish()).rejects.toThrow(/Not published. line 1/);
		await save(SHIPPED);
		await expect(publish()).rejects.toThrow("the id of this question is");
	});

	it("is asked by its title once it is published, in the version it had then", async () => {
		const { slug, source } = await view();
		expect(await refusal(start(slug))).toBe("bad-input");
		await publish();
		expect((await viewSetup({ person })).questions.map((question) => question.slug)).toContain(slug);
		const round = await start(slug);
		await save(source.replace("title: Confident and wrong", "title: Another title"));
		await publish();
		const { plan } = await loadInterview({ id: round.id, userId: person.id });
		expect(plan.segments[0]?.question).toMatchObject({ slug, version: 1 });
		expect((await loadRoundContent(plan)).questions[0]?.title).toBe("Confident and wrong");
		expect(await view()).toMatchObject({ version: 2, title: "Another title" });
		await archiveQuestion({ id, person, archived: true });
		expect(await refusal(start(slug))).toBe("bad-input");
	});

	it("is not offered to others, and nobody else reads or changes it", async () => {
		await publish();
		const other = (await newGuest()).person;
		const { slug } = await view();
		expect(await refusal(viewQuestion({ id, person: other }))).toBe("not-found");
		expect(await refusal(saveQuestion({ id, person: other, revision: 1, base: "", source: "x" }))).toBe("not-found");
		expect(await refusal(publishQuestion({ id, person: other, revision: 1, reason: "Mine" }))).toBe("not-found");
		expect((await viewSetup({ person: other })).questions.map((question) => question.slug)).not.toContain(slug);
		expect(await listQuestions(other)).toEqual([]);
	});

	it("keeps who published which version, when, why and what it changed, and the file of each", async () => {
		const { source, changes } = await view();
		expect(changes).toBeNull();
		await publish("First use");
		const { slug } = await view();
		await save(
			source.replace("title: Confident and wrong", "title: Another title").replace("minutes: 30", "minutes: 17"),
		);
		expect((await view()).changes?.map(changeSentence)).toEqual([
			"The title was rewritten.",
			"The length in minutes is 17, was 30.",
		]);
		await publish("Shorter");
		const { history, changes: left } = await view();
		expect(left).toEqual([]);
		expect(history.map(({ version, reason, changes: said }) => ({ version, reason, said }))).toEqual([
			{ version: 2, reason: "Shorter", said: ["The title was rewritten.", "The length in minutes is 17, was 30."] },
			{ version: 1, reason: "First use", said: ["The first version."] },
		]);
		expect(await exportQuestion({ id, person, version: 1 })).toEqual({ name: `${slug}-v1.md`, source });
		expect(await refusal(exportQuestion({ id, person, version: 3 }))).toBe("not-found");
		await expect(publish()).rejects.toThrow("The text says what version 2 says");
	});

	it("takes in two people's changes of different lines, and shows both where they changed the same", async () => {
		const { revision, source: base } = await view();
		const edit = (from: string, to: string) => base.replace(from, to);
		const title = "title: Confident and wrong";
		await saveQuestion({ id, person, revision, base, source: edit(title, "title: Theirs") });
		const other = await saveQuestion({ id, person, revision, base, source: edit("minutes: 30", "minutes: 17") });
		expect(other).toMatchObject({ saved: true, mergedWith: expect.any(String) });
		expect((await view()).source).toBe(edit(title, "title: Theirs").replace("minutes: 30", "minutes: 17"));
		const before = (await view()).source;
		const late = await saveQuestion({ id, person, revision, base, source: edit(title, "title: Mine") });
		expect(late).toMatchObject({ saved: false, theirs: before, revision: (await view()).revision });
		expect(late.saved === false && late.parts.filter((part) => "mine" in part)).toEqual([
			{ mine: ["title: Mine"], theirs: ["title: Theirs"] },
		]);
		expect((await view()).source).toBe(before);
	});

	it("is not published twice at once", async () => {
		const { revision } = await view();
		const publishing = () => refusal(publishQuestion({ id, person, revision, reason: "Both at once" }));
		expect((await Promise.all([publishing(), publishing()])).sort()).toEqual(["accepted", "conflict"]);
		expect((await view()).history).toHaveLength(1);
	});

	it("can be what a practice link asks", async () => {
		await publish();
		const { slug } = await view();
		const rubric = await forkRag(person);
		await makeLink({ id: rubric, person, level: "mid", questions: [slug] });
		const link = (await viewLinks({ id: rubric, person })).links[0]?.id ?? "";
		expect((await viewInvitation({ link })).questionTitle).toBe("Confident and wrong");
		const { person: taker } = await newGuest();
		const round = await takeRound({ link, person: taker, name: "", consents: true });
		const { plan } = await loadInterview({ id: round.id, userId: taker.id });
		expect(plan.segments[0]?.question.slug).toBe(slug);
	});

	it("of a coding round or too large is refused, and all of them go with whoever wrote them", async () => {
		expect(await refusal(createQuestion({ person, round: "coding", title: "A task" }))).toBe("bad-input");
		expect(await refusal(save("x".repeat(300_000)))).toBe("too-large");
		const { browser, person: leaving } = await newGuest();
		await createQuestion({ person: leaving, round: "behavioral", title: "Goes away" });
		await deleteMyData({ person: leaving, request: browser.request() });
		expect(await listQuestions(leaving)).toEqual([]);
	});
});
