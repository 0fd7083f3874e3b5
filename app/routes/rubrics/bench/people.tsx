import { Link } from "@remix-run/react";
import { MIN_PAIRS } from "~/core/rubrics/compare";
import type { PeopleAgreement } from "~/core/rubrics/people";
import { WideTable } from "~/ui/wide-table";
import { shareOf, signed } from "./words";

/** People who graded by hand: how far they agree with each other and with the machine's stored grades. */
export function People({ people }: { people: PeopleAgreement }) {
	const { criteria, graders, shared, assisted, drift, differences } = people;
	return (
		<section className="mt-10" aria-labelledby="people">
			<h2 id="people" className="text-lg">
				People
			</h2>
			<p className="meta mt-1 max-w-[720px]">
				Grades given by hand, beside the machine's grade as it is stored with each interview.{" "}
				{shared === 0
					? "No interview was graded blind by two people yet, so nothing can be said about how far they agree."
					: `${shared} ${shared === 1 ? "interview was" : "interviews were"} graded blind by more than one person.`}{" "}
				From fewer than {MIN_PAIRS} scores in common nothing is computed. A grade is blind when whoever gave it had not
				opened scores of the machine before. Only blind grades count in these figures
				{assisted === 0
					? "."
					: `; ${assisted} assisted ${assisted === 1 ? "grade is" : "grades are"} left out and stand among the differences alone.`}
			</p>
			<div className="mt-3 grid gap-5">
				<WideTable label="Agreement by criterion">
					<thead>
						<tr>
							<th className="text-left">Criterion</th>
							<th className="r">Between people, alpha</th>
							<th className="r">Interviews shared</th>
							<th className="r">With the machine, exact</th>
							<th className="r">Kappa</th>
						</tr>
					</thead>
					<tbody>
						{criteria.map((criterion) => (
							<tr key={criterion.id}>
								<th scope="row" className="!text-[13px] !text-ink text-left font-medium">
									{criterion.title}
								</th>
								<td className="num r">{number(criterion.alpha)}</td>
								<td className="num r">{criterion.units}</td>
								<td className="num r">{shareOf(criterion.withMachine, "exact")}</td>
								<td className="num r">{number(criterion.withMachine.kappa)}</td>
							</tr>
						))}
					</tbody>
				</WideTable>
				<WideTable label="Agreement by person">
					<thead>
						<tr>
							<th className="text-left">Person</th>
							<th className="r">Interviews</th>
							<th className="r">Blind</th>
							<th className="r">With others, exact</th>
							<th className="r">Against others</th>
							<th className="r">With the machine, exact</th>
						</tr>
					</thead>
					<tbody>
						{graders.map((grader) => (
							<tr key={grader.grader}>
								<th scope="row" className="!text-[13px] !text-ink text-left font-medium">
									{grader.grader}
								</th>
								<td className="num r">{grader.interviews}</td>
								<td className="num r">{grader.blind}</td>
								<td className="num r">{shareOf(grader.withOthers, "exact")}</td>
								<td className="num r">{grader.severity === null ? "–" : signed(grader.severity)}</td>
								<td className="num r">{shareOf(grader.withMachine, "exact")}</td>
							</tr>
						))}
					</tbody>
				</WideTable>
				{differences.length > 0 && (
					<div className="card p-4">
						<h3 className="text-base">Where people differ, to talk about</h3>
						<p className="meta mt-1">Interviews you have graded too, the widest first.</p>
						<ul className="mt-2 grid gap-1.5 text-sm">
							{differences.slice(0, 30).map(({ interview, criterion, scores }) => (
								<li key={`${interview} ${criterion}`} className="flex flex-wrap gap-x-3">
									<Link className="link" to={`/interviews/${interview}/grade`}>
										{criterion}
									</Link>
									<span className="num">{scores.map(({ grader, score }) => `${grader} ${score}`).join(", ")}</span>
								</li>
							))}
						</ul>
					</div>
				)}
				<WideTable label="Agreement over time">
					<caption className="px-3 pt-3 text-left text-sm">
						<b>Over time</b> with the machine, by who graded on its side
					</caption>
					<thead>
						<tr>
							<th className="text-left">Month</th>
							<th className="text-left">Machine</th>
							<th className="r">Scores</th>
							<th className="r">Exact</th>
							<th className="r">Within 1</th>
							<th className="r">Kappa</th>
						</tr>
					</thead>
					<tbody>
						{drift.map(({ month, by, withMachine }) => (
							<tr key={`${month} ${by}`}>
								<th scope="row" className="num !text-[13px] !text-ink text-left font-medium">
									{month}
								</th>
								<td>{by}</td>
								<td className="num r">{withMachine.n}</td>
								<td className="num r">{shareOf(withMachine, "exact")}</td>
								<td className="num r">{shareOf(withMachine, "withinOne")}</td>
								<td className="num r">{number(withMachine.kappa)}</td>
							</tr>
						))}
					</tbody>
				</WideTable>
			</div>
		</section>
	);
}

const number = (value: number | null) => (value === null ? "–" : value.toFixed(2));
