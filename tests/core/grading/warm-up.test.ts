import { describe, expect, it } from "vitest";
import { loadSamples } from "~/adapters/samples.server";
import { matchKeyPoints } from "~/core/grading/coverage";
import type { GradeResult } from "~/core/grading/grade";
import { gradeFile } from "~/core/grading/grade-file";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { drive } from "../../support/drive";
import { content, gradeAnswers, TERSE, terse, warmUp } from "../../support/warm-up";

const samples = await loadSamples({ root: process.cwd() });

const scoreOf = (result: GradeResult, id: string) => result.criteria.find((entry) => entry.id === id);
const sample = (name: string) => {
	const file = samples.get(`ml-warmup-${name}`);
	if (!file) throw new Error(`there is a sample ml-warmup-${name}`);
	return gradeFile({ file, content }).result;
};

const GARDEN = [
	"My favourite framework is LangGraph, I migrated 3 services to it and cut the latency from 900 ms to 300 ms.",
	"In my last job we had 14 people and I led the sprint planning.",
	"Docker images went from 2 GB to 300 MB when I switched to distroless.",
];

const items = [...content.questions.values()].filter((question) => question.kind === "exercise");

describe("the items of a warm-up", () => {
	it.each(items.map((item) => [item.id, item] as const))(
		"%s: its strong answer covers all of its key points",
		(_id, item) => {
			const { key_points: keyPoints, sections } = item;
			const messages = [{ seq: 1, text: sections.strongAnswer }];
			const met = matchKeyPoints({ keyPoints, briefText: sections.brief, messages }).filter(
				(match) => match.verdict === "met",
			);
			expect(met.map((match) => match.point)).toEqual(keyPoints.map((point) => point.id));
		},
	);
});

describe("the grade of a warm-up", () => {
	it("puts a strong round above a middling one, and that above a weak one", () => {
		const [strong, middling, weak] = [sample("strong"), sample("middling"), sample("weak")];
		expect(strong.recommendation).toBe("yes");
		expect(strong.mean).toBeGreaterThan((middling.mean ?? 4) + 0.5);
		expect(middling.mean).toBeGreaterThan((weak.mean ?? 4) + 0.5);
	});

	it("puts short right answers above long middling ones", () => {
		const { result } = gradeAnswers(terse);
		expect(result.mean).toBeGreaterThan(sample("middling").mean ?? 4);
		const points = result.criteria.flatMap((criterion) => criterion.points);
		expect(points.filter((point) => point.verdict === "met").length).toBeGreaterThan(0.8 * points.length);
	});

	it("gives the lowest level to fluent answers about something else", () => {
		let turn = 0;
		const { result } = gradeAnswers(() => GARDEN[turn++ % GARDEN.length] ?? "");
		expect(result.mean).toBe(1);
	});

	it("gives 1 to what was asked and passed, and no level to what nobody asked about", () => {
		const { result, events } = gradeAnswers(() => null);
		expect(scoreOf(result, "concept")).toMatchObject({ score: 1, flags: ["asked-unanswered"] });
		const probes = events.flatMap((event) =>
			event.type === "turn-started" && "probe" in event.move ? [event.move.probe] : [],
		);
		expect(probes).not.toContain("p-where");
		for (const id of ["transfer", "clarity"])
			expect(scoreOf(result, id)).toMatchObject({ score: null, status: "not-observed" });
	});

	it("lists as missing only what was asked", () => {
		const { result, events } = gradeAnswers((asked) =>
			asked.endsWith("/brief") ? terse(asked) : "I would look that up.",
		);
		const put = new Set(
			events.flatMap((event) =>
				event.type === "turn-started" && "probe" in event.move && event.move.probe
					? [`${event.move.question}/${event.move.probe}`]
					: [],
			),
		);
		expect(result.criteria.flatMap((entry) => entry.points).filter((entry) => entry.verdict === "missing")).not.toEqual(
			[],
		);
		for (const criterion of result.criteria) {
			for (const point of criterion.points.filter((entry) => entry.verdict !== "met")) {
				const item = content.questions.get(point.question ?? "");
				const probes = item?.probes.filter((probe) => probe.covers.includes(point.id)) ?? [];
				const asked = item?.asks?.includes(point.id) || probes.some((probe) => put.has(`${item?.id}/${probe.id}`));
				expect(asked, `${point.question} ${point.id}`).toBe(true);
			}
		}
	});

	it("counts an answer that came after a hint for the question before it", () => {
		const held = warmUp();
		const driver = drive(held);
		driver.speak();
		driver.input({ kind: "message", text: TERSE["ml-01-confusion-matrix/brief"] ?? "", handsOver: true });
		driver.speak();
		const asked = driver.state().openProbe?.split("/")[1];
		driver.input({ kind: "hint" });
		driver.speak();
		driver.input({
			kind: "message",
			text: "I would have to look that up in the documentation first.",
			handsOver: true,
		});
		const covers = held.questions[0]?.probes.find((probe) => probe.id === asked)?.covers ?? [];
		const points = gradeWithRules({ content: held, events: driver.events() }).criteria.flatMap((entry) => entry.points);
		expect(points.map((point) => point.id)).toEqual(expect.arrayContaining(covers));
	});

	it("quotes the candidate word for word", () => {
		const { result, events } = gradeAnswers(terse);
		for (const criterion of result.criteria)
			for (const { seq, quote, from, to } of criterion.evidence) {
				const event = events.find((entry) => entry.seq === seq);
				expect(event).toMatchObject({ type: "message", actor: "candidate" });
				expect(event && "text" in event && event.text?.slice(from, to)).toBe(quote);
			}
	});

	it("does not count the later items when time ran out before them", () => {
		const held = warmUp();
		const driver = drive(held);
		driver.speak();
		driver.wait(60_000);
		driver.input({ kind: "message", text: TERSE["ml-01-confusion-matrix/brief"] ?? "", handsOver: true });
		driver.speak();
		driver.input({ kind: "end" });
		const { criteria } = gradeWithRules({ content: held, events: driver.events() });
		const items = new Set(criteria.flatMap((entry) => entry.points.map((point) => point.question)));
		expect([...items]).toEqual(["ml-01-confusion-matrix"]);
	});
});
