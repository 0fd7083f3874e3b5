import { Form, Link } from "@remix-run/react";
import { RotateCcw } from "lucide-react";
import type { RegradeOptions } from "~/services/regrade.server";
import type { CostedReport } from "~/services/report.server";
import { formatDate } from "~/ui/format";

/** Every grade there is, a switch between them, and a form to add one. None is ever overwritten. */
export function GradesPanel(props: { report: CostedReport; options: RegradeOptions; busy: boolean }) {
	const { report, options, busy } = props;
	const { grades, regrading } = report;
	return (
		<section className="no-print" aria-labelledby="grades">
			<h2 id="grades" className="text-base">
				{grades.length > 1 ? `${grades.length} grades` : "Grades"}
			</h2>
			{grades.length > 1 && (
				<ol className="mt-2 grid gap-2 text-sm">
					{grades.map((grade) => (
						<li key={grade.id} className={`card p-3 ${grade.shown ? "!border-accent" : ""}`}>
							<div className="flex items-baseline gap-2">
								{grade.shown ? (
									<b className="flex-1 font-semibold">Shown</b>
								) : (
									<Link className="link flex-1" to={`?grade=${grade.id}`}>
										Show
									</Link>
								)}
								<span className="num">{grade.mean?.toFixed(2) ?? "–"}</span>
							</div>
							<p className="meta">
								{grade.by}, {grade.rubric}, {formatDate(grade.at)}
							</p>
							{grade.note && <p className="mt-1">{grade.note}</p>}
							{grade.differs.length > 0 && (
								<ul className="mt-1 text-ink-2 text-xs" aria-label="Against the first grade">
									{grade.differs.map((line) => (
										<li key={line}>{line}</li>
									))}
								</ul>
							)}
						</li>
					))}
				</ol>
			)}
			{regrading ? (
				<p className="callout info mt-2" role="status">
					Another grade is being made. Load the page again in a moment.
				</p>
			) : (
				<details className="mt-2">
					<summary className="link text-sm">Grade again</summary>
					<Form method="post" className="mt-2 grid gap-2">
						<label>
							<span className="label">Rubric</span>
							<select className="input" name="rubric">
								{options.rubrics.map((rubric) => (
									<option key={rubric.hash} value={rubric.hash}>
										{rubric.title}
									</option>
								))}
							</select>
						</label>
						<label>
							<span className="label">Grader</span>
							<select className="input" name="by">
								<option value="rules">Rules, an estimate</option>
								{options.model && <option value="model">{options.model}</option>}
							</select>
						</label>
						<label>
							<span className="label">Why</span>
							<input className="input" name="reason" maxLength={300} />
						</label>
						<button type="submit" name="intent" value="regrade" className="btn sm" disabled={busy}>
							<RotateCcw size={14} aria-hidden />
							Add a grade
						</button>
						<p className="meta !text-xs">The grades that exist stay as they are.</p>
					</Form>
				</details>
			)}
			<p className="mt-2 text-sm">
				<Link className="link" to={`/interviews/${report.interviewId}/grade`}>
					Grade by hand
				</Link>
			</p>
		</section>
	);
}
