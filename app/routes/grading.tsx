import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import { useEffect } from "react";
import { z } from "zod";
import type { ReportView } from "~/core/grading/report-view";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { rateSelf, regradeFailed, viewReport } from "~/services/report.server";
import { formatDate, LEVEL_TITLES, MODE_TITLES } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";
import { Transcript } from "~/ui/transcript";

export const meta: MetaFunction = () => [{ title: "Grading – Mockingbird" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const report = await orThrow(requirePerson(request).then((person) => viewReport({ id: params.id ?? "", person })));
	if (report.state === "graded") throw redirect(`/interviews/${report.interviewId}/report`);
	return { report: covered(report) };
}

/** Scores stay covered until the candidate has rated or skipped: they do not even leave the server. */
function covered(report: ReportView) {
	const { interviewId, state, roundTitle, level, mode, startedAt, transcript } = report;
	const criteria = [...report.criteria]
		.sort((a, b) => b.weight - a.weight || a.id.localeCompare(b.id))
		.map(({ id, title, status }) => ({ id, title, done: status !== "running" }));
	return { interviewId, state, roundTitle, level, mode, startedAt, transcript, criteria };
}

const Posted = z.looseObject({ intent: z.enum(["rate", "skip", "again"]) });
const Rating = z.enum(["1", "2", "3", "4"]);

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const person = await requirePerson(request);
		const id = params.id ?? "";
		const posted = await readForm(request, Posted);
		if (posted.intent === "again") {
			await regradeFailed({ id, person });
			return redirect(`/interviews/${id}/grading`);
		}
		const ratings = Object.entries(posted).flatMap(([key, value]) => {
			const rating = Rating.safeParse(value);
			return key.startsWith("rate-") && rating.success
				? [[key.slice("rate-".length), Number(rating.data) as 1 | 2 | 3 | 4] as const]
				: [];
		});
		await rateSelf({ id, person, ratings: posted.intent === "skip" ? {} : Object.fromEntries(ratings) });
		return redirect(`/interviews/${id}/report`);
	});
}

export default function Grading() {
	const { report } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const navigation = useNavigation();
	const { revalidate } = useRevalidator();
	const done = report.criteria.filter((criterion) => criterion.done).length;
	const finished = done === report.criteria.length;
	useEffect(() => {
		if (finished || report.state === "failed") return;
		const timer = setInterval(revalidate, 1_500);
		return () => clearInterval(timer);
	}, [finished, report.state, revalidate]);
	return (
		<main id="main" className="mx-auto max-w-[1120px] px-5 pt-8 pb-16 md:px-8">
			<p className="meta">
				{report.roundTitle}, {LEVEL_TITLES[report.level]}, {MODE_TITLES[report.mode]} · {formatDate(report.startedAt)}
			</p>
			<h1 className="mt-1 text-2xl">Grading your session</h1>
			<p className="mt-2 max-w-[640px] text-ink-2">
				Each criterion is estimated on its own and checked against the record. You can leave: this goes on without you.
				Rate yourself first; scores stay covered until you do, or skip.
			</p>
			<RefusalNote error={refused?.error} />
			<div className="mt-7 grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_400px]">
				<section className="card max-lg:order-2" aria-labelledby="progress">
					<div className="p-5 pb-4">
						<h2 id="progress" className="text-base">
							{done} of {report.criteria.length} criteria done
						</h2>
						<div
							className="bar mt-3"
							role="progressbar"
							aria-valuemin={0}
							aria-valuenow={done}
							aria-valuemax={report.criteria.length}
							aria-label="Criteria graded"
						>
							<i style={{ width: `${(done / Math.max(1, report.criteria.length)) * 100}%` }} />
						</div>
					</div>
					<ol className="border-t border-line">
						{report.criteria.map((criterion) => (
							<li key={criterion.id} className="flex items-center gap-3 border-b border-line px-5 py-3 last:border-0">
								{criterion.done ? (
									<CircleCheck size={16} className="text-pos" aria-hidden />
								) : (
									<CircleDashed size={16} className="text-ink-3" aria-hidden />
								)}
								<span className="flex-1 font-medium">{criterion.title}</span>
								<span className="meta">{criterion.done ? "Done" : "Waiting"}</span>
							</li>
						))}
					</ol>
					{report.state === "failed" && (
						<Form method="post" className="callout neg m-5 items-center">
							<CircleAlert size={16} className="shrink-0 text-neg" aria-hidden />
							<span className="flex-1">Grading stopped with an error. Nothing was scored, and the record is safe.</span>
							<button type="submit" name="intent" value="again" className="btn sm">
								Try again
							</button>
						</Form>
					)}
				</section>
				<SelfRating report={report} busy={navigation.state !== "idle"} />
			</div>
			<section className="mt-10" aria-labelledby="record">
				<h2 id="record" className="text-lg">
					The record, to read now
				</h2>
				<details className="card mt-3 p-5">
					<summary className="link">Show the transcript</summary>
					<div className="mt-4">
						<Transcript turns={report.transcript} />
					</div>
				</details>
			</section>
		</main>
	);
}

function SelfRating(props: { report: ReturnType<typeof covered>; busy: boolean }) {
	const { report, busy } = props;
	if (report.state !== "self-rating") {
		return (
			<section className="card p-5">
				<h2 className="text-base">Your rating is stored</h2>
				<p className="meta mt-1">The report opens as soon as every criterion is done.</p>
				<Link className="btn primary mt-4" to={`/interviews/${report.interviewId}/report`}>
					Show what is there
				</Link>
			</section>
		);
	}
	return (
		<Form method="post" className="card p-5" aria-labelledby="rate">
			<h2 id="rate" className="text-base">
				Rate yourself first
			</h2>
			<p className="meta mt-1">
				Same scale: 1 strong no, 2 no, 3 meets the bar for {LEVEL_TITLES[report.level]}, 4 above it. Leave out what you
				cannot say.
			</p>
			<div className="mt-3 grid gap-2">
				{report.criteria.map((criterion) => (
					<fieldset key={criterion.id} className="flex items-center gap-3">
						<legend className="float-left w-full min-w-0 flex-1 text-sm leading-[18px]">{criterion.title}</legend>
						<div className="seg shrink-0">
							{[1, 2, 3, 4].map((score) => (
								<label key={score} className="num !px-2.5">
									<input type="radio" name={`rate-${criterion.id}`} value={score} />
									{score}
								</label>
							))}
						</div>
					</fieldset>
				))}
			</div>
			<div className="mt-4 flex gap-2">
				<button type="submit" name="intent" value="rate" className="btn primary flex-1" disabled={busy}>
					{busy ? "Opening" : "Show my report"}
				</button>
				<button type="submit" name="intent" value="skip" className="btn ghost" disabled={busy}>
					Skip
				</button>
			</div>
		</Form>
	);
}
