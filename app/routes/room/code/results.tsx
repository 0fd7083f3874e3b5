import { Crosshair, Lock, Quote, SquareTerminal } from "lucide-react";
import { Tabs as Tabbed } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { type CodeRun, GROUPS, type TestResult, type TestStatus } from "~/core/interview/code/run";
import type { RunEntry } from "~/core/interview/code/run-history";
import type { CodeView } from "~/services/code.server";
import { RunHistory } from "./run-history";
import { GROUP_TITLES, Problem, StatusIcon } from "./test-parts";

interface Row {
	key: string;
	title: string;
	status: TestStatus;
	/** Null for hidden tests while the round runs. */
	detail: Pick<TestResult, "message" | "trace" | "stdout" | "ms"> | null;
}

/** How the tests stand: groups on the left, one test in detail on the right. */
export function Results(props: {
	run: CodeRun | null;
	view: CodeView | null;
	source: "browser" | "server" | null;
	canRun: boolean;
	onScript: () => void;
	goTo: (file: string, line: number) => void;
	onQuote: (text: string) => void;
	/** Every run and check of the round. */
	history: readonly RunEntry[];
	/** Null in an untimed round. */
	totalMs: number | null;
	/** On a narrow screen, while another pane is shown. */
	hidden: boolean;
}) {
	const { run, view, source, canRun, onScript, history, totalMs, hidden } = props;
	const [tab, setTab] = useState("tests");
	return (
		<Tabbed.Root value={tab} onValueChange={setTab} asChild>
			<section
				id="results"
				className={`flex min-h-0 flex-col bg-surface ${hidden ? "max-md:hidden" : ""}`}
				aria-label="Results"
			>
				<div className="flex shrink-0 items-center border-b border-line px-2">
					<Tabbed.List className="tabs min-w-0 overflow-x-auto" aria-label="Results">
						<Tabbed.Trigger value="tests">Tests</Tabbed.Trigger>
						<Tabbed.Trigger value="output">Output</Tabbed.Trigger>
						<Tabbed.Trigger value="history" className="whitespace-nowrap">
							Run history <span className="num text-ink-3">{history.length}</span>
						</Tabbed.Trigger>
					</Tabbed.List>
					<button
						type="button"
						className="btn ghost sm ml-2 shrink-0"
						disabled={!canRun}
						onClick={() => {
							setTab("output");
							onScript();
						}}
					>
						<SquareTerminal size={14} aria-hidden />
						<span className="max-sm:sr-only">Run the file</span>
					</button>
					<span className="meta num ml-auto truncate !text-xs max-sm:sr-only" role="status">
						{describeRun({ run, view, source })}
					</span>
				</div>
				<Tabbed.Content value="output" className="min-h-0 flex-1 overflow-auto">
					<pre className="p-4 font-mono text-[13px] whitespace-pre-wrap">{output(run)}</pre>
				</Tabbed.Content>
				<Tabbed.Content value="tests" className="flex min-h-0 flex-1 flex-col" tabIndex={-1}>
					<Tests {...props} />
				</Tabbed.Content>
				<Tabbed.Content value="history" className="flex min-h-0 flex-1 flex-col" tabIndex={-1}>
					<RunHistory entries={history} totalMs={totalMs} />
				</Tabbed.Content>
			</section>
		</Tabbed.Root>
	);
}

function Tests({ run, view, source, goTo, onQuote }: Parameters<typeof Results>[0]) {
	const [chosen, setChosen] = useState<string | null>(null);
	const shown = useRef<HTMLButtonElement>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: every new run selects its first failing test
	useEffect(() => {
		shown.current?.scrollIntoView({ block: "nearest" });
	}, [run, view?.check]);
	const problem = source === "server" ? view?.check?.problem : run?.loadError;
	if (source && problem) return <Problem problem={problem} goTo={goTo} />;
	const groups = source === "server" ? serverGroups(view) : browserGroups(run);
	if (groups.length === 0) {
		return (
			<p className="meta p-4">
				Run shows the visible tests and your own here, in a moment. Check adds the hidden tests, on the server; the last
				check is what counts.
			</p>
		);
	}
	const rows = groups.flatMap((group) => group.rows);
	const selected = rows.find((row) => row.key === chosen) ?? rows.find((row) => row.status !== "pass") ?? rows[0];
	const open = new Set<string>(view?.groups ?? ["core"]);
	return (
		<div className="grid min-h-0 flex-1 overflow-hidden lg:grid-cols-[minmax(260px,340px)_1fr]">
			<div className="overflow-y-auto border-r border-line p-2 text-sm">
				{groups.map((group) => (
					<div key={group.title}>
						<p className="flex items-center px-2 py-1">
							<b className="font-semibold">{group.title}</b>
							<span className={`num ml-auto font-semibold ${allPass(group.rows) ? "text-pos" : "text-neg"}`}>
								{group.rows.filter((row) => row.status === "pass").length} of {group.rows.length}
							</span>
						</p>
						<ul>
							{group.rows.map((row) => (
								<li key={row.key}>
									<button
										ref={row === selected ? shown : undefined}
										type="button"
										aria-pressed={row === selected}
										className={`flex w-full items-start gap-2 rounded-md px-2 py-[3px] text-left text-[13px] ${row === selected ? "bg-hover" : ""}`}
										onClick={() => setChosen(row.key)}
									>
										<StatusIcon status={row.status} />
										<span>{row.title}</span>
									</button>
								</li>
							))}
						</ul>
					</div>
				))}
				{source === "server" &&
					GROUPS.filter((group) => !groups.some((shown) => shown.title === GROUP_TITLES[group])).map((group) => (
						<p key={group} className="flex items-center px-2 py-1 text-ink-3">
							{!open.has(group) && <Lock size={13} className="mr-1.5" aria-hidden />}
							<b className="font-semibold">{GROUP_TITLES[group]}</b>
							<span className="ml-auto">{open.has(group) ? "open, not checked yet" : "opens with its stage"}</span>
						</p>
					))}
			</div>
			{selected && <Detail row={selected} goTo={goTo} onQuote={onQuote} />}
		</div>
	);
}

function Detail(props: { row: Row; goTo: (file: string, line: number) => void; onQuote: (text: string) => void }) {
	const { row, goTo, onQuote } = props;
	const frame = row.detail?.trace.at(-1);
	const compared = /^(.*): expected (.*), got (.*)$/s.exec(row.detail?.message ?? "");
	return (
		<div className="overflow-y-auto p-4 max-lg:border-t max-lg:border-line">
			<p className="flex items-start gap-2 text-sm">
				<StatusIcon status={row.status} />
				<b className="font-semibold">{row.title}</b>
			</p>
			{row.detail === null && row.status !== "pass" && (
				<p className="mt-2 text-ink-2 text-sm">
					A hidden test. Its title says what it wants; what it expected is in the report.
				</p>
			)}
			{compared ? (
				<dl className="mt-3 grid grid-cols-[80px_1fr] gap-y-1 font-mono text-[13px]">
					<dt className="text-ink-3">{compared[1]}</dt>
					<dd />
					<dt className="text-ink-3">expected</dt>
					<dd className="font-semibold break-words text-pos">{compared[2]}</dd>
					<dt className="text-ink-3">got</dt>
					<dd className="font-semibold break-words text-neg">{compared[3]}</dd>
				</dl>
			) : (
				row.detail?.message && (
					<pre className="mt-3 font-mono text-[13px] whitespace-pre-wrap">{row.detail.message}</pre>
				)
			)}
			{frame && (
				<pre className="well mt-3 overflow-x-auto p-2 font-mono text-[12.5px]">{`${frame.file}:${frame.line}  ${frame.text}`}</pre>
			)}
			{row.detail?.stdout && (
				<pre className="well mt-3 max-h-32 overflow-auto p-2 font-mono text-[12.5px] whitespace-pre-wrap">
					{row.detail.stdout}
				</pre>
			)}
			<div className="mt-4 flex gap-2">
				{frame && (
					<button type="button" className="btn sm" onClick={() => goTo(frame.file, frame.line)}>
						<Crosshair size={14} aria-hidden />
						Go to line {frame.line}
					</button>
				)}
				{row.status !== "pass" && (
					<button type="button" className="btn ghost sm" onClick={() => onQuote(`The test “${row.title}” fails.`)}>
						<Quote size={14} aria-hidden />
						Mention in the talk
					</button>
				)}
			</div>
		</div>
	);
}

function allPass(rows: readonly Row[]): boolean {
	return rows.every((row) => row.status === "pass");
}

function browserGroups(run: CodeRun | null): { title: string; rows: Row[] }[] {
	const rows = (suite: string): Row[] =>
		(run?.tests ?? [])
			.filter((test) => test.suite === suite)
			.map((test) => ({ key: test.id, title: test.title, status: test.status, detail: test }));
	return [
		{ title: "Visible tests", rows: rows("visible") },
		{ title: "Your own tests", rows: rows("mine") },
	].filter((group) => group.rows.length > 0);
}

function serverGroups(view: CodeView | null): { title: string; rows: Row[] }[] {
	const tests = view?.check?.tests ?? [];
	const rows = (fits: (test: (typeof tests)[number]) => boolean): Row[] =>
		tests
			.map((test, index) => ({ test, index }))
			.filter(({ test }) => fits(test))
			.map(({ test, index }) => ({
				key: `check-${index}`,
				title: test.title,
				status: test.status,
				detail: test.suite === "hidden" ? null : { message: test.message, trace: [], stdout: "", ms: 0 },
			}));
	return [
		...GROUPS.map((group) => ({
			title: GROUP_TITLES[group] ?? group,
			rows: rows((test) => test.suite !== "mine" && test.group === group),
		})),
		{ title: "Your own tests", rows: rows((test) => test.suite === "mine") },
	].filter((group) => group.rows.length > 0);
}

function describeRun(input: {
	run: CodeRun | null;
	view: CodeView | null;
	source: "browser" | "server" | null;
}): string {
	const { run, view, source } = input;
	if (source === "server" && view?.check) return "On the server, hidden tests included";
	if (source === "browser" && run) return `In this browser, ${Math.round(run.ms)} ms`;
	return "";
}

function output(run: CodeRun | null): string {
	if (!run) return "Nothing has been run yet.";
	const parts = [run.stdout, ...run.tests.map((test) => test.stdout)].filter(Boolean);
	// Why nothing was run stands beside the tests already.
	if (run.loadError && parts.length === 0) return "Nothing was printed before the file stopped loading.";
	return parts.join("\n") || "It ran and printed nothing.";
}
