/**
 * The whiteboard: how well drawings are read, how fast, and what a round of drawing takes in the database.
 *
 * Reading: every scene of both sets, or of a folder (`npm run bench -- board [folder]`), with the graph that was written
 * down for it, as it was drawn and once more with all bindings, containers and frames taken out. Precision and recall of
 * nodes by label and of edges by their two ends, what was not sure to begin with left out; direction and label among
 * the edges found. Speed is a ratio to parsing the same
 * scene as JSON. Storage: a made-up round of 45 minutes, 240 elements, each changed four times, beside the same rows
 * stored as plain JSON.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { packText } from "~/adapters/db/packed-text.server";
import type { BoardGraph } from "~/core/interview/whiteboard/board";
import { boardElements, readElements } from "~/core/interview/whiteboard/board-log";
import { readGraph } from "~/core/interview/whiteboard/graph";
import { outlineOf } from "~/core/interview/whiteboard/outline";
import type { BoardElement } from "~/core/interview/whiteboard/scene";
import { madeUpRound, manyElements } from "./made-up-board";
import { describeMachine } from "./serve";

const Truth = z.object({
	style: z.string(),
	nodes: z.array(z.string()),
	edges: z.array(
		z.object({
			from: z.string(),
			to: z.string(),
			label: z.string().default(""),
			direction: z.enum(["forward", "both", "none"]).default("forward"),
		}),
	),
	/** What a person looking at the picture could not tell either: counts neither way. */
	unsure: z
		.object({ nodes: z.array(z.string()), edges: z.array(z.object({ from: z.string(), to: z.string() })) })
		.default({ nodes: [], edges: [] }),
});
type Truth = z.infer<typeof Truth>;

const folders = process.argv[2] ? [process.argv[2]] : ["seen", "unseen"].map((name) => path.join("bench/boards", name));
process.stdout.write(`Whiteboard, ${describeMachine()}\n\n`);
for (const folder of folders) {
	const scenes = await readScenes(folder);
	printReading({ title: `${folder}, as drawn`, scenes, change: (elements) => elements });
	printReading({
		title: `${folder}, bindings, containers and frames taken out`,
		scenes,
		change: (elements) => elements.map(stripped),
	});
}
printSpeed();
printStorage();

interface Count {
	found: number;
	right: number;
	wanted: number;
}

function printReading(input: {
	title: string;
	scenes: Awaited<ReturnType<typeof readScenes>>;
	change: (elements: BoardElement[]) => BoardElement[];
}): void {
	const { title, scenes, change } = input;
	if (scenes.length === 0) return;
	const total = { nodes: none(), edges: none(), direction: none(), label: none() };
	process.stdout.write(`${scenes.length} scenes, ${title}\n`);
	for (const { name, elements, truth } of scenes) {
		const graph = readGraph(change(elements));
		const one = compare({ graph, truth });
		for (const key of ["nodes", "edges", "direction", "label"] as const) add(total[key], one[key]);
		process.stdout.write(
			`  ${name.padEnd(6)} nodes ${share(one.nodes)}  edges ${share(one.edges)}  ${truth.style.slice(0, 70)}\n`,
		);
	}
	for (const [key, count] of Object.entries(total)) {
		const [precision, recall] = [count.right / count.found, count.right / count.wanted];
		const shown =
			key === "nodes" || key === "edges" ? `precision ${two(precision)}  recall ${two(recall)}` : two(recall);
		process.stdout.write(`${key.padEnd(10)} ${shown}  (${count.right} of ${count.wanted})\n`);
	}
	process.stdout.write("\n");
}

function compare({
	graph,
	truth,
}: {
	graph: BoardGraph;
	truth: Truth;
}): Record<"nodes" | "edges" | "direction" | "label", Count> {
	const nodes = match(
		without({
			found: graph.nodes.map((node) => plain(node.label)),
			unsure: truth.unsure.nodes.map(plain),
			key: (label) => label,
		}),
		truth.nodes.map(plain),
	);
	const wanted = truth.edges.map((edge) => ({ ...edge, ends: ends(edge.from, edge.to) }));
	const found = without({
		found: graph.edges.map((edge) => ({ edge, ends: ends(edge.from.label, edge.to.label) })),
		unsure: truth.unsure.edges.map((edge) => ends(edge.from, edge.to)),
		key: (entry) => entry.ends,
	});
	const edges = match(
		found.map((entry) => entry.ends),
		wanted.map((entry) => entry.ends),
	);
	const direction = none();
	const label = none();
	const left = [...found];
	for (const want of wanted) {
		const place = left.findIndex((entry) => entry.ends === want.ends);
		const got = place < 0 ? undefined : left.splice(place, 1)[0];
		if (!got) continue;
		direction.wanted += 1;
		label.wanted += 1;
		const way = got.edge.direction === "->" ? "forward" : got.edge.direction === "<->" ? "both" : "none";
		const turned = way === "forward" && plain(got.edge.from.label) !== plain(want.from);
		if (way === want.direction && !turned) direction.right += 1;
		if (plain(got.edge.label) === plain(want.label)) label.right += 1;
	}
	return { nodes, edges, direction, label };
}

function without<T>(input: { found: readonly T[]; unsure: readonly string[]; key: (entry: T) => string }): T[] {
	return input.found.filter((entry) => !input.unsure.includes(input.key(entry)));
}

function printSpeed(): void {
	const elements = manyElements(80);
	const text = JSON.stringify(elements);
	const reading = perRun(() => outlineOf(readGraph(elements)));
	const parsing = perRun(() => JSON.parse(text));
	process.stdout.write(
		`Graph and outline of ${elements.length} elements: ${reading.toFixed(1)} ms, ${(reading / parsing).toFixed(1)} times JSON.parse of the scene\n`,
	);
}

function printStorage(): void {
	const events = madeUpRound();
	const payloads = events.map(({ seq: _seq, atMs: _at, actor: _actor, type: _type, ...payload }) =>
		JSON.stringify(payload),
	);
	const stored = payloads.reduce((sum, text) => sum + packText(text).length, 0);
	const bare = payloads.reduce((sum, text) => sum + text.length, 0);
	const replay = perRun(() => boardElements(events));
	process.stdout.write(
		`A made-up round of 45 minutes, ${events.length} board events, 240 elements: ${kb(stored)} stored, ${kb(bare)} as plain JSON; replayed in ${replay.toFixed(1)} ms\n`,
	);
}

async function readScenes(from: string) {
	const files = (await readdir(from).catch(() => [])).filter((file) => file.endsWith(".truth.json")).sort();
	return Promise.all(
		files.map(async (file) => {
			const name = file.replace(".truth.json", "");
			const scene = z
				.object({ elements: z.array(z.unknown()) })
				.parse(JSON.parse(await readFile(path.join(from, `${name}.json`), "utf8")));
			const truth = Truth.parse(JSON.parse(await readFile(path.join(from, file), "utf8")));
			return { name, elements: readElements(scene.elements), truth };
		}),
	);
}

/** What a scene would be if nobody had let an arrow snap: positions only. */
function stripped(element: BoardElement): BoardElement {
	return { ...element, startBinding: null, endBinding: null, containerId: null, frameId: null };
}

function match(found: readonly string[], wanted: readonly string[]): Count {
	const left = [...wanted];
	let right = 0;
	for (const entry of found) {
		const place = left.indexOf(entry);
		if (place < 0) continue;
		left.splice(place, 1);
		right += 1;
	}
	return { found: found.length, right, wanted: wanted.length };
}

function perRun(work: () => unknown): number {
	for (let run = 0; run < 20; run += 1) work();
	const from = performance.now();
	const runs = 100;
	for (let run = 0; run < runs; run += 1) work();
	return (performance.now() - from) / runs;
}

function none(): Count {
	return { found: 0, right: 0, wanted: 0 };
}

function add(to: Count, more: Count): void {
	to.found += more.found;
	to.right += more.right;
	to.wanted += more.wanted;
}

function plain(text: string): string {
	return text.toLowerCase().replace(/\s+/g, " ").trim();
}

function ends(from: string, to: string): string {
	return [plain(from), plain(to)].sort().join(" ~ ");
}

function share({ right, wanted, found }: Count): string {
	return `${right}/${wanted}${found > right ? ` +${found - right}` : ""}`.padEnd(9);
}

function two(value: number): string {
	return Number.isFinite(value) ? value.toFixed(2) : "–";
}

function kb(bytes: number): string {
	return `${Math.round(bytes / 1_000)} kB`;
}
