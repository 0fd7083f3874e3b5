import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { loadContent } from "~/adapters/content.server";
import { MAX_FILE_BYTES, parseContentFile } from "~/adapters/content-file.server";
import { describeProblem } from "~/core/content/content";
import { LEVELS } from "~/core/content/schemas";

const schema = z.strictObject({ id: z.string(), version: z.number().optional(), note: z.string().optional() });
const parse = (source: string, size = source.length) =>
	parseContentFile({ file: "x.yaml", size, source, schema, kind: "reference" });
const sentences = (source: string, size?: number) => {
	const result = parse(source, size);
	return "problems" in result ? result.problems.map(describeProblem) : [];
};

describe("one content file", () => {
	it("is read when it is plain and complete", () => {
		expect(sentences("id: a\nversion: 2\n")).toEqual([]);
	});

	it.each([
		["an alias", "id: &a hello\nnote: *a\n", "x.yaml:1 – anchors (&name) are not allowed"],
		["a tag", "id: !!js/function 'x'\n", "x.yaml:1 – "],
		["a key twice", "id: a\nid: b\n", "x.yaml:2 – this key stands here twice"],
		["a key nobody knows", "id: a\ncolour: red\n", 'x.yaml:1 – the key "colour" is not known here'],
		["a wrong type, with its line", "id: a\nversion: many\n", "x.yaml:2 – version: "],
		["a list at the top", "- a\n- b\n", "x.yaml:1 – a mapping of keys is expected"],
		["broken syntax", "id: [a\n", "x.yaml:"],
		["a second document", "id: a\n---\nid: b\n", "x.yaml:2 – the file has a second document after a line ---"],
		["a tab", "id: a\nnote:\n\t- b\n", "x.yaml:3 – this line is indented by a tab"],
	])("with %s is refused with file, line and sentence", (_what, source, expected) => {
		const [first] = sentences(source);
		expect(first?.startsWith(expected), first).toBe(true);
	});

	it.each(["[", "{a: ", "- "])("nested without end by %j is told in one sentence", (opening) => {
		expect(sentences(opening.repeat(3_000))).toEqual(["x.yaml:1 – lists or mappings are nested too deeply here"]);
	});

	it("over the size limit is refused before it is parsed", () => {
		expect(sentences("id: a", MAX_FILE_BYTES + 1)[0]).toContain("larger than 200 kB");
	});

	it("that would expand without end is refused", () => {
		const bomb = `a: &a [x,x,x]\n${"bcdefghi"
			.split("")
			.map((key, index) => `${key}: &${key} [*${"abcdefgh"[index]},*${"abcdefgh"[index]}]`)
			.join("\n")}\n`;
		expect(sentences(bomb).length).toBeGreaterThan(0);
	});

	it("with a language after the front-matter dashes is not executed, only refused", () => {
		const result = parseContentFile({
			file: "q.md",
			size: 40,
			source: "---js\nprocess.exit(1)\n---\n",
			schema,
			kind: "guardrails",
		});
		expect("problems" in result && result.problems[0]?.sentence).toContain("must start with a line ---");
	});
});

describe("the shipped content", () => {
	it("has no errors and covers every round at every level", async () => {
		const { content, problems } = await loadContent({ root: process.cwd() });
		expect(problems.filter((problem) => problem.severity === "error").map(describeProblem)).toEqual([]);
		expect([...content.rubrics.keys()].sort()).toEqual([
			"agent-design",
			"behavioral",
			"coding",
			"ml-warmup",
			"rag-deep-dive",
			"system-design",
		]);
		for (const round of ["system-design", "rag-deep-dive", "agent-design"]) {
			const own = [...content.questions.values()].filter((question) => question.round === round);
			expect(own.length, round).toBeGreaterThanOrEqual(3);
		}
		const exercises = [...content.questions.values()].filter((question) => question.kind === "exercise");
		expect(exercises).toHaveLength(16);
		for (const level of LEVELS)
			expect(exercises.filter((question) => question.levels.includes(level)).length, level).toBeGreaterThanOrEqual(6);
		const stories = [...content.questions.values()].filter((question) => question.kind === "story");
		expect(stories.length).toBeGreaterThanOrEqual(4);
	});

	it("gives the same hashes every time it is read", async () => {
		const first = await loadContent({ root: process.cwd() });
		const second = await loadContent({ root: process.cwd() });
		expect(second.content.items.map((item) => item.hash)).toEqual(first.content.items.map((item) => item.hash));
	});
});

describe("an overlay folder", () => {
	let overlay: string;
	const question = "prompts/questions/rag-deep-dive/rag-01-legal-documents.md";

	beforeEach(async () => {
		overlay = await mkdtemp(path.join(tmpdir(), "overlay-"));
		await mkdir(path.join(overlay, path.dirname(question)), { recursive: true });
		await cp(question, path.join(overlay, question));
	});
	afterEach(() => rm(overlay, { recursive: true, force: true }));

	const change = async (from: string | RegExp, to: string) => {
		const file = path.join(overlay, question);
		await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
	};

	it("takes the place of the shipped file with the same id", async () => {
		await change(/^title: .*$/m, "title: Our own contracts");
		const { content, disabled } = await loadContent({ root: process.cwd(), overlay });
		expect(disabled).toEqual([]);
		expect(content.questions.get("rag-01-legal-documents")?.title).toBe("Our own contracts");
		expect(content.items.find((item) => item.slug === "rag-01-legal-documents")?.owner).toBe("server");
	});

	it.each([
		["a syntax error", /^round: .*$/m, "round: [broken"],
		["a reference to nothing", /^rubric: .*$/m, "rubric: no-such-rubric"],
	])("with %s is left out by name and the shipped file stays", async (_what, from, to) => {
		await change(from, to);
		const { content, problems, disabled } = await loadContent({ root: process.cwd(), overlay });
		expect(disabled.map((problem) => problem.file)).toContain(question);
		expect(content.items.find((item) => item.slug === "rag-01-legal-documents")?.owner).toBe("shipped");
		expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
	});

	describe("with files that break others", () => {
		const rubric = "rubrics/agent-design.yaml";
		const put = async (file: string, change: (text: string) => string, as = file) => {
			await mkdir(path.join(overlay, path.dirname(as)), { recursive: true });
			await writeFile(path.join(overlay, as), change(await readFile(file, "utf8")));
		};
		const load = async () => {
			const { content, problems, disabled } = await loadContent({ root: process.cwd(), overlay });
			const errors = problems.filter((problem) => problem.severity === "error");
			return { content, errors, disabled, out: [...new Set(disabled.map(({ file }) => file))].sort() };
		};
		const owners = ({ content }: Awaited<ReturnType<typeof load>>) =>
			content.items.filter(({ owner }) => owner === "server").map(({ slug }) => slug);
		const rename = (text: string) => text.replace("id: tools\n", "id: tooling\n");

		it("leaves out a rubric that shipped questions no longer fit, and says which", async () => {
			await put(rubric, rename);
			const loaded = await load();
			expect(loaded.errors).toEqual([]);
			expect(loaded.out).toEqual([rubric]);
			expect(loaded.disabled[0]?.sentence).toMatch(/prompts\/(rounds|questions)\/.*criterion "tools"/);
			expect(owners(loaded)).toEqual(["rag-01-legal-documents"]);
		});

		it("leaves out a rubric in which two criteria have one id, by file and line", async () => {
			await put(rubric, (text) => text.replace("id: tools\n", "id: fit\n"));
			const { errors, disabled } = await load();
			expect(errors).toEqual([]);
			expect(disabled.map(describeProblem)).toEqual([`${rubric}:22 – criteria.1.id: the id "fit" is used twice`]);
		});

		it("leaves out the smallest set: a file that only fits a broken one goes with it, the rest stays", async () => {
			await put(rubric, rename);
			const asking = "prompts/questions/agent-design/ag-01-insurance-claims.md";
			await put(asking, (text) => text.replaceAll("criterion: tools", "criterion: tooling"));
			await put("rubrics/behavioral.yaml", (text) => text.replace(/^title: .*$/m, "title: How we talk about work"));
			const loaded = await load();
			expect(loaded.errors).toEqual([]);
			expect(loaded.out).toEqual([asking, rubric].sort());
			expect(owners(loaded).sort()).toEqual(["behavioral", "rag-01-legal-documents"]);
		});

		it("leaves out the second of two files with one id", async () => {
			const second = "prompts/questions/rag-deep-dive/zz-second.md";
			await put(question, (text) => text, second);
			const loaded = await load();
			expect(loaded).toMatchObject({ errors: [], out: [second] });
			expect(owners(loaded)).toEqual(["rag-01-legal-documents"]);
		});

		it("names every one of many broken files", async () => {
			const files = (await readdir("prompts/questions/system-design")).filter((name) => name.endsWith(".md"));
			for (const name of files) {
				await put(`prompts/questions/system-design/${name}`, (text) => text.replace(/^rubric: .*$/m, "rubric: none"));
			}
			const loaded = await load();
			expect(loaded.errors).toEqual([]);
			expect(loaded.out).toEqual(files.map((name) => `prompts/questions/system-design/${name}`).sort());
		});
	});
});
