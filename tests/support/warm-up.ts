/** Warm-ups played with answers of one kind, and what they are graded with. */
import { loadContent } from "~/adapters/content.server";
import { gradeWithRules } from "~/core/grading/grade-interview";
import type { RoomInput } from "~/core/interview/input";
import { planQuestions } from "~/core/interview/make-plan";
import { roundContentFrom } from "~/core/interview/round-content";
import { drive } from "./drive";

export const { content } = await loadContent({ root: process.cwd() });

export function warmUp(slugs = ["ml-01-confusion-matrix", "ml-08-softmax-temperature", "ml-12-how-sure"]) {
	const plan = planQuestions({
		content,
		request: { round: "ml-warmup", level: "mid", mode: "real", persona: "quiet", extraTime: "none" },
		questions: slugs.flatMap((slug) => content.questions.get(slug) ?? []),
		byPhase: { "item-1": 0, "item-2": 1, "item-3": 2, close: 2 },
		spare: null,
	});
	return roundContentFrom({ plan, content });
}

/** The grade of a warm-up answered by what was asked: `item/brief` or `item/probe`; null passes. */
export function gradeAnswers(answerTo: (asked: string) => string | null) {
	const held = warmUp();
	const driver = drive(held);
	driver.speak();
	for (let turn = 0; turn < 60 && driver.state().status !== "ended"; turn += 1) {
		const { spoken, segment } = driver.state();
		const move = spoken.at(-1)?.move;
		const item = held.questions[segment]?.id ?? "";
		const probe = move && "probe" in move ? move.probe : undefined;
		const asked = move?.kind === "open" || (move?.kind === "next-stage" && !probe) ? "brief" : (probe ?? move?.kind);
		const answer = answerTo(`${item}/${asked}`);
		driver.wait(40_000);
		if (driver.state().status === "ended") break;
		const input: RoomInput = answer === null ? { kind: "pass" } : { kind: "message", text: answer, handsOver: true };
		driver.input(input);
		driver.speak();
	}
	return { result: gradeWithRules({ content: held, events: driver.events() }), events: driver.events(), held };
}

export const TERSE: Record<string, string> = {
	"ml-01-confusion-matrix/brief": "P .60, R .75, F1 .67. 94% = accuracy, useless: never flagging gets 92%.",
	"ml-01-confusion-matrix/p-pair": "Different errors. False alarms vs misses, trade-off via threshold.",
	"ml-01-confusion-matrix/p-cost": "400*2 + 200*40 = 8,800, misses dominate. Lower the threshold to 2/42, about 5%.",
	"ml-01-confusion-matrix/p-set": "Validation set, report on untouched test set.",
	"ml-01-confusion-matrix/p-curve": "PR curve. Many negatives make ROC look good.",
	"ml-01-confusion-matrix/p-score": "If calibrated: 30 of 100 such chats are positive.",
	"ml-01-confusion-matrix/p-where": "Guardrails, routers, refusals.",
	"ml-01-confusion-matrix/p-head": "Four in ten hand-overs needless, one in four needy customers missed.",
	"ml-08-softmax-temperature/brief": ".665, .245, .090. At .2: .993. Not truer, just the same pick each time.",
	"ml-08-softmax-temperature/p-true": "Wrong favourite comes back every time. Not truth.",
	"ml-08-softmax-temperature/p-show": "No. Next word probability, not correctness. Calibrate first.",
	"ml-08-softmax-temperature/p-top-p": "First two, .91. Third cut.",
	"ml-08-softmax-temperature/p-zero": "Floating point order in batches, model version changes.",
	"ml-08-softmax-temperature/p-dates": "0, with a schema.",
	"ml-08-softmax-temperature/p-compare": "Same labelled cases, several runs, mean and spread.",
	"ml-12-how-sure/brief": "±8.3 points, 82 to 98. 385 for ±3.",
	"ml-12-how-sure/p-more": "Half the interval, square root.",
	"ml-12-how-sure/p-judge": "Judge errors. Check against people.",
	"ml-12-how-sure/p-compare": "Pairs. Which flipped. McNemar.",
	"ml-12-how-sure/p-questions": "Nothing, biased sample. Use real traffic.",
	"ml-12-how-sure/p-plain": "On 50 questions; next fifty could be 82 or 98.",
};
export const terse = (asked: string) => TERSE[asked] ?? "Only if calibrated, check on 500 held-out chats.";
