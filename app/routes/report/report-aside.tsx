import { Link } from "@remix-run/react";
import { Bot, FileText, FlaskConical, Ruler, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import type { ReportCriterion } from "~/core/grading/report-view";
import type { CostedReport } from "~/services/report.server";
import { Score } from "~/ui/score";

const ICONS = { rules: Ruler, model: Bot, person: UserRound, tests: FlaskConical, rubric: FileText } as const;

export function CriteriaIndex({ criteria }: { criteria: readonly ReportCriterion[] }) {
	return (
		<nav className="no-print max-xl:hidden xl:sticky xl:top-6" aria-label="Criteria">
			<h2 className="eyebrow mb-2">
				Criteria <span className="float-right font-normal">weight</span>
			</h2>
			<ol className="-mx-2.5 grid gap-0.5">
				{criteria.map((criterion) => (
					<li key={criterion.id}>
						<a
							href={`#c-${criterion.id}`}
							className="grid grid-cols-[1fr_auto] items-center gap-x-2 rounded-md px-2.5 py-2 hover:bg-hover"
						>
							<span className="text-sm leading-[17px]">{criterion.title}</span>
							<span className="meta num !text-xs">{criterion.weight}</span>
							<span className="mt-1">
								<Score
									score={criterion.score}
									word={false}
									by={criterion.grader?.kind === "person" ? "human" : undefined}
								/>
							</span>
						</a>
					</li>
				))}
			</ol>
		</nav>
	);
}

export function ReportAside({ report, children }: { report: CostedReport; children: ReactNode }) {
	return (
		<aside className="grid gap-6 print:static! lg:sticky lg:top-6" aria-label="Next and provenance">
			<section className="no-print">
				<h2 className="text-base">Do next</h2>
				<ol className="mt-2 grid gap-2">
					{report.practiseNext.map((unit) => (
						<li key={unit.href} className="card p-3">
							<div className="flex gap-2">
								<b className="flex-1 text-sm font-semibold">{unit.title}</b>
								<span className="meta num">{unit.minutes} min</span>
							</div>
							<div className="mt-1 flex items-center gap-2">
								<span className="meta">{unit.detail}</span>
								<Link
									className="link ml-auto text-sm whitespace-nowrap"
									to={unit.href}
									aria-label={`${unit.title}: set up`}
								>
									Set up
								</Link>
							</div>
						</li>
					))}
				</ol>
				<p className="meta mt-2">
					<Link className="link" to={`/setup?round=${report.round}&level=${report.level}&choice=specific`}>
						Choose a question by title
					</Link>
				</p>
			</section>
			<section>
				<h2 className="text-base">Who graded this</h2>
				<ul className="mt-2 grid gap-2 text-sm">
					{report.provenance.map((line) => {
						const Icon = ICONS[line.icon];
						return (
							<li key={line.title} className="flex gap-2">
								<Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
								<span>
									<span className="block font-medium">{line.title}</span>
									<span className="text-ink-3">{line.detail}</span>
								</span>
							</li>
						);
					})}
				</ul>
			</section>
			{children}
			<section>
				<h2 className="text-base">Cost of this session</h2>
				<p className="mt-1 text-sm">{report.cost.cost}</p>
				{report.cost.basis && <p className="meta mt-1">{report.cost.basis}</p>}
			</section>
		</aside>
	);
}
