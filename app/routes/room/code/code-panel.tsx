import { Check, FileCode2, Lock, Play } from "lucide-react";
import { type MutableRefObject, useCallback, useEffect, useRef, useState } from "react";
import { type CodeRun, OWN_TESTS, SOLUTION } from "~/core/interview/code/run";
import type { RunEntry } from "~/core/interview/code/run-history";
import { PanelEdge, sizeStyle, usePanelSize } from "~/ui/panel-edge";
import { RefusalNote } from "~/ui/refusal";
import { Results } from "./results";
import { useCode } from "./use-code";
import { useEditor } from "./use-editor";
import { usePython } from "./use-python";

const TABS = [
	{ file: SOLUTION, readOnly: false },
	{ file: OWN_TESTS, readOnly: false },
	{ file: "tests_visible.py", readOnly: true },
	{ file: "fakes.py", readOnly: true },
] as const;
type Tab = (typeof TABS)[number]["file"];

const OWN_TESTS_HINT = `Your own tests go here; Run runs them with the visible ones. For example:

import solution

def test_mine():
    """what it shows"""
    T.eq(solution.some_function(1), 2)

with T.raises(ValueError): expects an error. Time is virtual: time.sleep(30) takes no time.`;

/** The editor over its results. Run is in this browser and for oneself; Check runs the hidden tests on the server. */
export function CodePanel(props: {
	id: string;
	/** The phase in hand: a new one may open tests. */
	phase: string;
	over: boolean;
	/** Null in an untimed round. */
	totalMs: number | null;
	/** What a narrow screen shows of it, and how it asks for the other one. */
	shows: "code" | "tests";
	onShow: (pane: "code" | "tests") => void;
	/** Tests that passed of all, in the last run or check. */
	onCounted: (tests: { passed: number; total: number } | null) => void;
	/** After a check the interviewer may speak. */
	onChecked: () => void;
	onQuote: (text: string) => void;
	/** Set to what sends the last keystrokes; whoever ends the round calls it first. */
	flush: MutableRefObject<(() => Promise<void>) | null>;
}) {
	const { id, phase, over, totalMs, shows, onShow, onCounted, onChecked, onQuote, flush } = props;
	const code = useCode(id, phase);
	const python = usePython();
	const [tab, setTab] = useState<Tab>(SOLUTION);
	const [run, setRun] = useState<CodeRun | null>(null);
	const [source, setSource] = useState<"browser" | "server" | null>(null);
	const [noPython, setNoPython] = useState(false);
	const [cursor, setCursor] = useState({ line: 1, column: 1 });
	const { view, addToHistory } = code;
	const room = useRef<HTMLDivElement>(null);
	const marked = useRef(false);
	const resultsSize = usePanelSize("coding:results");
	useEffect(() => {
		flush.current = code.flush;
		return () => {
			flush.current = null;
		};
	}, [flush, code.flush]);
	const known = view?.check != null;
	useEffect(() => {
		// After a reload the last check is what there is to see.
		if (known) setSource((current) => current ?? "server");
	}, [known]);
	const busy = python.running || code.checking;

	const runHere = useCallback(
		async (script: boolean) => {
			if (!view) return;
			onShow("tests");
			const own = code.text(OWN_TESTS);
			const result = await python.run({
				script,
				files: { "fakes.py": view.support, [SOLUTION]: code.text(SOLUTION) },
				suites: script
					? []
					: [
							{ name: "visible", file: "tests_visible.py", source: view.visible },
							...(own.trim() === "" ? [] : [{ name: "mine" as const, file: OWN_TESTS, source: own }]),
						],
			});
			setNoPython(result === null);
			if (!result) return;
			setRun(result);
			setSource("browser");
			if (script || over) return;
			const noted = await noteRun(id, result);
			if (noted) addToHistory(noted);
		},
		[view, code.text, python.run, id, over, addToHistory, onShow],
	);
	const check = useCallback(async () => {
		const next = await code.check();
		if (!next) return;
		onShow("tests");
		setSource("server");
		onChecked();
	}, [code.check, onChecked, onShow]);

	const { place, editor, mounted } = useEditor({
		onChange: (text) => {
			if (tab !== SOLUTION && tab !== OWN_TESTS) return;
			code.change(tab, text);
			// What was marked is about the text as it was run.
			if (marked.current) editor.current?.mark([]);
			marked.current = false;
		},
		onCursor: setCursor,
		onRun: () => void runHere(false),
	});
	const { generation, text: textOf } = code;
	const [visible, support] = [view?.visible ?? "", view?.support ?? ""];
	useEffect(() => {
		// Another tab, or texts that came from outside: then the editor starts on a new document.
		if (generation === 0 || !mounted) return;
		const readOnly = over || TABS.some((entry) => entry.file === tab && entry.readOnly);
		const text = tab === "tests_visible.py" ? visible : tab === "fakes.py" ? support : textOf(tab);
		const hint = tab === OWN_TESTS ? OWN_TESTS_HINT : undefined;
		editor.current?.show({ text, label: `Python editor, ${tab}`, readOnly, hint });
	}, [tab, generation, mounted, over, visible, support, textOf, editor]);
	useEffect(() => {
		const problem = source === "browser" ? run?.loadError : null;
		marked.current = problem?.file === tab;
		editor.current?.mark(problem?.file === tab ? [problem] : []);
	}, [run, source, tab, editor]);

	useEffect(() => {
		const counts =
			source === "browser" && run ? (run.loadError ? [] : countsHere(run)) : Object.values(view?.check?.results ?? {});
		const [passed, total] = counts.reduce(([a, b], [more, all]) => [a + more, b + all], [0, 0]);
		onCounted(total === 0 ? null : { passed, total });
	}, [source, run, view?.check, onCounted]);

	const goTo = (file: string, line: number) => {
		onShow("code");
		if (file === SOLUTION || file === OWN_TESTS) setTab(file);
		// The editor shows the other file first.
		setTimeout(() => editor.current?.goTo(line), 0);
	};

	return (
		<div
			ref={room}
			style={sizeStyle("--results", resultsSize)}
			className="grid min-h-0 min-w-0 flex-1 grid-cols-[minmax(0,1fr)] [--results:250px] max-md:grid-rows-[minmax(0,1fr)] md:grid-rows-[minmax(0,1fr)_auto_auto_clamp(160px,var(--results),calc(100%-220px))] xl:[--results:280px]"
		>
			<section className={`flex min-h-0 flex-col ${shows === "code" ? "" : "max-md:hidden"}`} aria-label="Editor">
				<div className="flex min-w-0 shrink-0 items-center gap-2 border-b border-line bg-surface px-2 max-md:flex-wrap">
					<div className="tabs min-w-0 overflow-x-auto" role="tablist" aria-label="Files">
						{TABS.map(({ file, readOnly }) => (
							<button
								key={file}
								type="button"
								role="tab"
								data-state={tab === file ? "active" : "inactive"}
								aria-selected={tab === file}
								onClick={() => setTab(file)}
							>
								{readOnly ? <Lock size={13} aria-hidden /> : <FileCode2 size={14} aria-hidden />}
								<span className="font-mono text-[13px]">{file}</span>
								{readOnly && <span className="sr-only">read only</span>}
							</button>
						))}
					</div>
					<div className="ml-auto flex shrink-0 items-center gap-2 py-1">
						<button type="button" className="btn sm" disabled={busy || !view} onClick={() => void runHere(false)}>
							<Play size={14} aria-hidden />
							{python.running ? "Running" : "Run"} <kbd className="max-xl:hidden">Ctrl ↵</kbd>
						</button>
						<button
							type="button"
							className="btn primary sm"
							disabled={busy || over || !view?.canCheck}
							title="Runs all open tests on the server, hidden ones too. The last check is what counts."
							onClick={() => void check()}
						>
							<Check size={14} aria-hidden />
							{code.checking ? "Checking" : "Check"}
						</button>
					</div>
				</div>
				<RefusalNote error={code.refusal ?? undefined} />
				{code.before > 0 && (
					<output className="callout m-2">
						Other rounds are being checked: {code.before} {code.before === 1 ? "check is" : "checks are"} before yours.
					</output>
				)}
				{noPython && (
					<p className="callout warn m-2" role="alert">
						Python could not be loaded in this browser. Run tries again; Check works without it, on the server.
					</p>
				)}
				{view && !view.canCheck && !over && (
					<p className="callout m-2">
						This server does not run hidden tests: its sandbox is not complete. Run works; the report says which tests
						were not run.
					</p>
				)}
				{code.conflict && (
					<p className="callout warn m-2 flex-wrap items-center" role="alert">
						<span className="min-w-0 flex-1 basis-[240px]">
							{code.conflict} was changed in another window. Nothing is lost yet.
						</span>
						<button type="button" className="btn sm" onClick={() => void code.resolve("mine")}>
							Keep this one
						</button>
						<button type="button" className="btn sm" onClick={() => void code.resolve("theirs")}>
							Take the other
						</button>
					</p>
				)}
				<div ref={place} className="editor min-h-0 flex-1 overflow-hidden bg-surface" />
				{!mounted && (
					<noscript>
						<p className="meta p-4">Writing code needs JavaScript in this browser.</p>
					</noscript>
				)}
			</section>
			<div
				className={`num flex h-7 items-center gap-4 border-t border-line bg-surface px-3 text-ink-3 text-xs ${shows === "code" ? "" : "max-md:hidden"}`}
			>
				<span>
					Line {cursor.line}, column {cursor.column}
				</span>
				<span role="status">{code.saved ? "Saved" : "Saving"}</span>
				<span className={python.status === "ready" ? "max-lg:hidden" : "truncate"}>
					{describePython(python.status)}
				</span>
				<span className="ml-auto max-lg:hidden">
					<kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the editor
				</span>
			</div>
			<PanelEdge
				label="Height of the results"
				panel="results"
				parent={room}
				grows="ArrowUp"
				min={160}
				rest={220}
				panelSize={resultsSize}
				className="max-md:!hidden"
			/>
			<Results
				history={view?.history ?? []}
				totalMs={totalMs}
				hidden={shows !== "tests"}
				run={run}
				view={view}
				source={source}
				onScript={() => void runHere(true)}
				canRun={!busy && Boolean(view)}
				goTo={goTo}
				onQuote={onQuote}
			/>
		</div>
	);
}

function describePython(status: "starting" | "ready" | "broken"): string {
	if (status === "ready") return "Python 3.14 in this browser, standard library";
	if (status === "starting") return "Python is loading";
	return "Python did not load here";
}

/** Passed and all, of the visible tests and of one's own. */
function countsHere(run: CodeRun): [number, number][] {
	return ["visible", "mine"].map((suite) => {
		const tests = run.tests.filter((test) => test.suite === suite);
		return [tests.filter((test) => test.status === "pass").length, tests.length];
	});
}

/** Tells the server of a run here; returns it as the history lists it, or null when that did not arrive. */
async function noteRun(id: string, run: CodeRun): Promise<RunEntry | null> {
	const [visible = [0, 0], mine = [0, 0]] = countsHere(run);
	const problem = run.loadError ? `${run.loadError.type}: ${run.loadError.message}`.slice(0, 300) : undefined;
	const failed = run.tests
		.filter((test) => test.status !== "pass")
		.slice(0, 40)
		.map(({ suite, name, title, status, message }) => ({ suite, name, title, status, message }));
	const results = problem ? {} : { core: visible, ...(mine[1] > 0 ? { mine } : {}) };
	const answer = await fetch(`/interviews/${id}/code/run`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ results, problem, failed: problem ? [] : failed }),
	}).catch(() => null);
	if (!answer?.ok) return null;
	return ((await answer.json()) as { run: RunEntry | null }).run;
}
