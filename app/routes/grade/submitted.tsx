import { Form } from "@remix-run/react";
import type { GradingView } from "~/services/human-grading.server";
import { Score } from "~/ui/score";
import { WideTable } from "~/ui/wide-table";

export interface ExamplePreview {
	criterion: string;
	said: string;
	text: string;
	replaced: string[];
}

/** After submitting: one's own scores beside the machine's and other people's. */
export function Submitted({ view, preview }: { view: GradingView; preview: ExamplePreview | null }) {
	const { mine, machine, others, rubric } = view;
	const scoreOf = (scores: readonly { id: string; score: 1 | 2 | 3 | 4 | null }[] | undefined, id: string) =>
		scores?.find((entry) => entry.id === id)?.score ?? null;
	return (
		<section aria-labelledby="beside">
			<h2 id="beside" className="text-lg">
				Side by side
			</h2>
			<div className="mt-3">
				<WideTable label="Scores side by side">
					<thead>
						<tr>
							<th className="text-left">Criterion</th>
							<th className="text-left">You, {view.mode}</th>
							{machine && <th className="text-left">{machine.by}</th>}
							{others.map((other) => (
								<th key={other.grader} className="text-left">
									{other.grader}
									{other.mode === "assisted" && ", assisted"}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{rubric.criteria.map(({ id, title }) => {
							const own = scoreOf(mine?.scores, id);
							const theirs = scoreOf(machine?.criteria, id);
							const differs = own !== null && theirs !== null && own !== theirs;
							return (
								<tr key={id} className={differs ? "sel" : ""}>
									<th scope="row" className="!text-[13px] !text-ink text-left font-medium">
										{title}
									</th>
									<td>
										<Score score={own} word={false} by="human" />
									</td>
									{machine && (
										<td>
											<Score score={theirs} word={false} />
										</td>
									)}
									{others.map((other) => (
										<td key={other.grader}>
											<Score score={scoreOf(other.scores, id)} word={false} by="human" />
										</td>
									))}
								</tr>
							);
						})}
						<tr>
							<th scope="row" className="!text-[13px] !text-ink text-left">
								Mean
							</th>
							<td className="num font-semibold">{mine?.result?.mean?.toFixed(2) ?? "–"}</td>
							{machine && <td className="num">{machine.mean?.toFixed(2) ?? "–"}</td>}
							{others.map((other) => (
								<td key={other.grader} />
							))}
						</tr>
					</tbody>
				</WideTable>
			</div>
			{!machine && <p className="meta mt-3">The machine has not graded this interview yet.</p>}
			<h2 className="mt-8 text-lg">What you said</h2>
			<ul className="mt-3 grid gap-3">
				{mine?.scores
					.filter((entry) => entry.score !== null)
					.map((entry) => (
						<li key={entry.id} className="card p-4">
							<p className="flex flex-wrap items-center gap-3">
								<b className="text-base">{rubric.criteria.find((criterion) => criterion.id === entry.id)?.title}</b>
								<Score score={entry.score} by="human" />
							</p>
							<p className="mt-1.5 text-sm">{entry.reason}</p>
							{entry.evidence.map((evidence) => (
								<p key={`${evidence.seq} ${evidence.from}`} className="quote mt-2 text-sm">
									<a href={`#e${evidence.seq}`}>
										<mark>{evidence.quote}</mark>
									</a>
								</p>
							))}
							{preview?.criterion === entry.id && <ExampleForm preview={preview} />}
							{view.exampleOf && entry.evidence.length > 0 && preview?.criterion !== entry.id && (
								<Form method="post" className="mt-3 flex flex-wrap items-center gap-3 text-sm">
									<input type="hidden" name="criterion" value={entry.id} />
									<label className="flex items-center gap-1.5">
										<input type="checkbox" name="consent" value="yes" required /> they agree to it
									</label>
									<button type="submit" name="intent" value="preview" className="btn sm">
										Look at it as an example of the rubric
									</button>
								</Form>
							)}
						</li>
					))}
			</ul>
			<p className="meta mt-4">
				Your grade is part of the test bench and of the agreement shown there. It cannot be changed any more.
			</p>
		</section>
	);
}

/** What would be published, to read and to change, beside what was replaced. */
function ExampleForm({ preview }: { preview: ExamplePreview }) {
	const { criterion, said, text, replaced } = preview;
	return (
		<Form method="post" className="well mt-3 grid gap-2 p-3 text-sm">
			<input type="hidden" name="criterion" value={criterion} />
			<input type="hidden" name="consent" value="yes" />
			<p role="status">
				{replaced.length > 0 ? (
					<>
						Names found and replaced: <b>{replaced.join(", ")}</b>.
					</>
				) : (
					"No name was found."
				)}{" "}
				Names are guessed by their capitals: some may be missed, and some may be none. Read it yourself before you
				publish, put back what was no name, and take out what is left.
			</p>
			<label className="grid gap-1">
				<span className="label">The example</span>
				<textarea className="input" name="answer" rows={5} maxLength={8000} defaultValue={text} required />
			</label>
			<details>
				<summary className="link inline">What was said</summary>
				<p className="quote mt-2">{said}</p>
			</details>
			<button type="submit" name="intent" value="example" className="btn sm justify-self-start">
				Add it to the rubric's draft
			</button>
		</Form>
	);
}
