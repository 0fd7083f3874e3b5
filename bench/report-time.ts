/**
 * How long a judged report takes beside its slowest single call, which no report can beat. The judge is a simulated one in a
 * process of its own that takes 0.8 to 1.2 s a call; the record is a shipped sample. "Waves" is how often the calls fit into
 * those allowed at once: with four at once a rubric of seven criteria needs two, so the slowest call times the waves is what
 * can be reached there.
 */
import { loadContent } from "~/adapters/content.server";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import { loadSamples } from "~/adapters/samples.server";
import { planForFile } from "~/core/interview/exchange";
import { roundContentFrom } from "~/core/interview/round-content";
import { setContent } from "~/services/content.server";
import { judgeRound } from "~/services/judge.server";
import { DEFAULT_LIMITS } from "~/services/model-call.server";
import { describeMachine } from "./serve";
import { startUpstream } from "./upstream";

const AT_ONCE = [1, 4, 8, 16];
/** Every criterion gets this level: 2 is far enough from the rules and near enough to a cut-off to be doubted, 3 is not. */
const LEVELS = [3, 2];
const SAMPLE = "system-design-middling";

const { content } = await loadContent({ root: process.cwd() });
setContent({ content, disabled: [] });
const file = (await loadSamples({ root: process.cwd() })).get(SAMPLE);
if (!file) throw new Error(`the sample ${SAMPLE} ships`);
const { plan } = planForFile({ file, content, now: Date.now() });
const round = roundContentFrom({ plan, content });

process.stdout.write(`Seconds. ${SAMPLE}, ${round.rubrics[0]?.criteria.length} criteria. ${describeMachine()}.\n\n`);
process.stdout.write(
	"| Level given | Calls at once | Calls | Slowest call | Report | Report ÷ slowest | Waves | Report ÷ (slowest × waves) |\n|---:|---:|---:|---:|---:|---:|---:|---:|\n",
);
for (const level of LEVELS) {
	const upstream = await startUpstream("judge", 800, 400, level);
	for (const concurrency of AT_ONCE) process.stdout.write(await measure({ url: upstream.url, level, concurrency }));
	upstream.stop();
}
process.stdout.write("\nGoal: at most 1.3 times the slowest call.\n");

async function measure(input: { url: string; level: number; concurrency: number }): Promise<string> {
	const { url, level, concurrency } = input;
	const model = openaiModel({ apiKey: "x", model: "m", baseUrl: url, capabilities: CAPABILITIES.compatible });
	const route = { id: `${level} at-once-${concurrency}`, model, limits: { ...DEFAULT_LIMITS, concurrency } };
	const times = { judge: [] as number[], "second-opinion": [] as number[] };
	const startedAt = performance.now();
	const result = await judgeRound({
		interviewId: "bench",
		content: round,
		events: (file as NonNullable<typeof file>).events,
		routes: [route],
		secondRoutes: [route],
		onAttempt: (purpose) => (attempt) => times[purpose].push(attempt.totalMs),
	});
	const wall = performance.now() - startedAt;
	if (result.grader.kind !== "model") throw new Error("the judge graded nothing");
	const again = times["second-opinion"].length;
	const slowest = Math.max(...times.judge, ...times["second-opinion"]);
	// Second opinions begin when a first one is there: they are waves of their own.
	const waves = Math.ceil(times.judge.length / concurrency) + Math.ceil(again / concurrency);
	const cells = [
		level,
		concurrency,
		`${times.judge.length} + ${again} second opinions`,
		(slowest / 1000).toFixed(2),
		(wall / 1000).toFixed(2),
		(wall / slowest).toFixed(2),
		waves,
		(wall / slowest / waves).toFixed(2),
	];
	return `| ${cells.join(" | ")} |\n`;
}
