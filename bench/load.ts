/**
 * How long a candidate waits while others practise: appending a message and loading the room's page, with 1, 50 and 200
 * rounds at once. Each sends a message and loads its page every ten seconds, several times as often as anybody does; one
 * alone does so four times a second, to have enough to count. The reference is /healthz under the same load: what the server costs without any work of ours. Run `npm run build` first.
 */
import { randomUUID } from "node:crypto";
import { describeMachine, serve } from "./serve";

const ROUNDS_AT_ONCE = [1, 50, 200];
const ALONE = { steps: 60, everyMs: 250 };
const AMONG_OTHERS = { steps: 4, everyMs: 10_000 };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

interface Candidate {
	cookie: string;
	room: string;
}

const server = await serve({ NEWCOMERS_PER_ADDRESS: "100000", PRACTICE_PACE_MS: "0" });
try {
	process.stdout.write(`Milliseconds. ${describeMachine()}.\n\n`);
	process.stdout.write("| Rounds at once | Append p50 | p99 | Page p50 | p99 | /healthz p50 | Append ÷ /healthz |\n");
	process.stdout.write("|---:|---:|---:|---:|---:|---:|---:|\n");
	for (const count of ROUNDS_AT_ONCE) await measure(count);
} finally {
	await server.stop();
}

async function measure(count: number): Promise<void> {
	const candidates: Candidate[] = [];
	for (let index = 0; index < count; index += 1) candidates.push(await begin());
	const { steps, everyMs } = count === 1 ? ALONE : AMONG_OTHERS;
	const [append, page, health]: [number[], number[], number[]] = [[], [], []];
	await Promise.all(
		candidates.map(async (candidate, index) => {
			await pause((everyMs * index) / count);
			for (let step = 0; step < steps; step += 1) {
				const next = performance.now() + everyMs;
				append.push(await timed(() => send(candidate, step)));
				page.push(await timed(() => read(candidate.room, candidate.cookie)));
				health.push(await timed(() => read("/healthz", candidate.cookie)));
				await pause(next - performance.now());
			}
		}),
	);
	const reference = quantile(health, 0.5);
	const cells = [quantile(append, 0.5), quantile(append, 0.99), quantile(page, 0.5), quantile(page, 0.99), reference];
	const ratio = quantile(append, 0.5) / reference;
	process.stdout.write(`| ${count} | ${cells.map((ms) => ms.toFixed(1)).join(" | ")} | ${ratio.toFixed(1)} |\n`);
}

async function begin(): Promise<Candidate> {
	const body = "round=behavioral&level=mid&mode=real";
	const answer = await fetch(`${server.url}/setup`, { method: "POST", headers: FORM, body, redirect: "manual" });
	const room = answer.headers.get("location");
	if (!room) throw new Error(`A round could not be started: ${answer.status} ${await answer.text()}`);
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(";")[0])
		.join("; ");
	// The opening is said before the first measured message.
	await read(`${room}/attach`, cookie);
	return { cookie, room };
}

async function send({ cookie, room }: Candidate, step: number): Promise<void> {
	const text = `Step ${step}: I keyed the cache by question only, and it served stale prices to 38 customers.`;
	const answer = await fetch(`${server.url}${room}/reply`, {
		method: "POST",
		headers: { "content-type": "application/json", cookie },
		body: JSON.stringify({ kind: "message", text, handsOver: false, clientId: randomUUID() }),
	});
	await drain(answer);
}

async function read(path: string, cookie: string): Promise<void> {
	await drain(await fetch(server.url + path, { headers: { cookie } }));
}

async function drain(answer: Response): Promise<void> {
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text.slice(0, 200)}`);
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

async function timed(work: () => Promise<void>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return performance.now() - startedAt;
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
