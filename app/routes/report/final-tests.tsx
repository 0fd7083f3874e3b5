import { Check, X } from "lucide-react";
import type { ReportTest, ReportView } from "~/core/grading/report-view";
import { RunHistory } from "../room/code/run-history";

const GROUPS: [string, string][] = [
	["core", "Core"],
	["edge", "Edge"],
	["extension", "Extension"],
	["own", "Own tests"],
];

/** Every test on the code as it was at the end, with what it expected; hidden ones have no secrets any more. */
export function FinalTests(props: Pick<ReportView, "tests" | "suspicions" | "runs" | "kitNotes">) {
	const { tests, suspicions, runs, kitNotes } = props;
	if (tests.length === 0 && runs.length === 0) return null;
	return (
		<section className="mt-12" aria-labelledby="tests">
			<h2 id="tests" className="text-lg">
				Tests
			</h2>
			<p className="meta mt-1">
				{tests.length > 0
					? "Run on the server, on the code as it was at the end."
					: "The tests were not run on the server at the end."}
			</p>
			{kitNotes.map((note) => (
				<p key={note} className="callout warn mt-2">
					{note}
				</p>
			))}
			<div className="mt-4 grid gap-4 lg:grid-cols-2">
				{GROUPS.map(([group, title]) => (
					<Group key={group} title={title} tests={tests.filter((test) => test.group === group)} />
				))}
			</div>
			{runs.length > 0 && (
				<div className="mt-6">
					<h3 className="text-base">Run history</h3>
					<p className="meta mt-1">
						Every run and check as it was kept in the record. Runs in the browser are not counted.
					</p>
					<div className="card mt-3 overflow-hidden">
						<RunHistory entries={runs} totalMs={null} replay={(run) => `replay?at=${Math.floor(run.atMs / 1_000)}`} />
					</div>
				</div>
			)}
			{suspicions.length > 0 && (
				<div className="callout warn mt-4 block">
					<p>These lines reach for what judges the code. There may be a good reason; a person should look.</p>
					<ul className="mt-2 grid gap-1 font-mono text-[13px]">
						{suspicions.map((found) => (
							<li key={`${found.file}:${found.line}`}>
								{found.file}:{found.line} {found.quote}
							</li>
						))}
					</ul>
				</div>
			)}
		</section>
	);
}

function Group({ title, tests }: { title: string; tests: readonly ReportTest[] }) {
	if (tests.length === 0) return null;
	const passed = tests.filter((test) => test.status === "pass").length;
	return (
		<div className="card p-4">
			<h3 className="flex text-base">
				{title}
				<span className={`num ml-auto ${passed === tests.length ? "text-pos" : "text-neg"}`}>
					{passed} of {tests.length}
				</span>
			</h3>
			<ul className="mt-2 grid gap-1.5 text-sm">
				{tests.map((test, index) => (
					<li key={index} className="grid grid-cols-[18px_minmax(0,1fr)] gap-1.5">
						{test.status === "pass" ? (
							<Check size={14} className="mt-[3px] text-pos" role="img" aria-label="passed" />
						) : (
							<X size={14} className="mt-[3px] text-neg" role="img" aria-label={test.status} />
						)}
						<span>
							{test.title}
							{test.message && (
								<span className="mt-0.5 block font-mono text-[12.5px] break-words text-ink-2">{test.message}</span>
							)}
						</span>
					</li>
				))}
			</ul>
		</div>
	);
}
