import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { Download, Play, Printer } from "lucide-react";
import { useEffect } from "react";
import { z } from "zod";
import { Slug } from "~/core/content/schemas";
import type { ReportView } from "~/core/grading/report-view";
import { gradesBlind } from "~/services/blindness.server";
import { askCoach } from "~/services/coach-report.server";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { shareRound } from "~/services/organizations.server";
import { overrideScore, regrade, regradeOptions } from "~/services/regrade.server";
import { type CostedReport, viewReport } from "~/services/report.server";
import { answerSecondLook, askSecondLook, viewSecondLooks } from "~/services/second-look.server";
import { formatClock, formatDate, LEVEL_TITLES, MODE_TITLES } from "~/ui/format";
import { Prose } from "~/ui/prose";
import { RefusalNote } from "~/ui/refusal";
import { Transcript } from "~/ui/transcript";
import { BoardSection } from "./board-section";
import { CoachNote } from "./coach-note";
import { CriterionCard } from "./criterion-card";
import { FinalTests } from "./final-tests";
import { GradesPanel } from "./grades-panel";
import { OverrideForm } from "./override-form";
import { CriteriaIndex, ReportAside } from "./report-aside";
import { SecondLook } from "./second-look";
import { ShareRound } from "./share-round";
import { Verdict } from "./verdict";

export const meta: MetaFunction = () => [{ title: "Report – Mockingbird" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const id = params.id ?? "";
	const grade = new URL(request.url).searchParams.get("grade") ?? undefined;
	const person = await orThrow(requirePerson(request));
	const opens = new URL(request.url).searchParams.get("open") === "yes";
	if (!opens && (await orThrow(gradesBlind({ id, person })))) throw redirect(`/interviews/${id}/grade?report=ask`);
	const report = await orThrow(viewReport({ id, person, ...(grade ? { grade } : {}) }));
	if (report.state !== "graded") throw redirect(`/interviews/${report.interviewId}/grading`);
	const options = await orThrow(regradeOptions({ id, person }));
	return { report, options, looks: await orThrow(viewSecondLooks({ id, person })) };
}

const Posted = z.discriminatedUnion("intent", [
	z.object({
		intent: z.literal("regrade"),
		rubric: z.string().max(200),
		by: z.enum(["rules", "model"]),
		reason: z.string().max(300).default(""),
	}),
	z.object({
		intent: z.literal("ask"),
		grade: z.string().max(100),
		criterion: Slug,
		reason: z.string().max(2_000),
	}),
	z.object({ intent: z.literal("coach"), grade: z.string().max(100), criterion: Slug }),
	z.object({
		intent: z.literal("answer"),
		request: z.string().max(100),
		answer: z.string().max(2_000),
		score: z.enum(["", "1", "2", "3", "4"]),
	}),
	z.object({
		intent: z.literal("share"),
		organization: z.string().max(100),
		consent: z.string().max(10).default(""),
	}),
	z.object({
		intent: z.literal("override"),
		grade: z.string().max(100),
		criterion: Slug,
		score: z.enum(["", "1", "2", "3", "4"]),
		reason: z.string().max(2_000),
		quote: z.string().max(2_000).default(""),
	}),
]);

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const what = { id: params.id ?? "", person: await requirePerson(request) };
		if (posted.intent === "regrade") {
			await regrade({ ...what, rubricHash: posted.rubric, by: posted.by, reason: posted.reason });
			return redirect(`/interviews/${what.id}/report`);
		}
		if (posted.intent === "share") {
			await shareRound({ ...what, organization: posted.organization, consents: posted.consent === "yes" });
			return redirect(`/interviews/${what.id}/report`);
		}
		if (posted.intent === "ask") {
			await askSecondLook({ ...what, ...posted });
			return redirect(`/interviews/${what.id}/report?grade=${posted.grade}#c-${posted.criterion}`);
		}
		if (posted.intent === "coach") {
			await askCoach({ ...what, ...posted });
			return redirect(`/interviews/${what.id}/report?grade=${posted.grade}#c-${posted.criterion}`);
		}
		if (posted.intent === "answer") {
			const given = posted.score === "" ? undefined : (Number(posted.score) as 1 | 2 | 3 | 4);
			await answerSecondLook({ ...what, ...posted, score: given });
			return redirect(`/interviews/${what.id}/report`);
		}
		const score = posted.score === "" ? null : (Number(posted.score) as 1 | 2 | 3 | 4);
		const { grade } = await overrideScore({ ...what, ...posted, score });
		return redirect(`/interviews/${what.id}/report?grade=${grade}`);
	});
}

export default function Report() {
	const { report, options, looks } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	const { revalidate } = useRevalidator();
	const shown = report.grades.find((grade) => grade.shown)?.id ?? "";
	const pending = report.regrading || report.coach.some((note) => note.state === "waiting");
	useEffect(() => {
		if (!pending) return;
		const timer = setInterval(revalidate, 1_500);
		return () => clearInterval(timer);
	}, [pending, revalidate]);
	return (
		<main id="main" className="mx-auto max-w-[1240px] px-5 pt-7 pb-20 md:px-8">
			<div className="flex flex-wrap items-center gap-2">
				<p className="meta">{headline(report)}</p>
				<div className="no-print ml-auto flex gap-2">
					<Link className="btn sm" to={`/interviews/${report.interviewId}/replay`}>
						<Play size={14} strokeWidth={1.75} aria-hidden />
						Replay
					</Link>
					<button type="button" className="btn sm" onClick={() => window.print()}>
						<Printer size={14} strokeWidth={1.75} aria-hidden />
						Print
					</button>
					<a className="btn sm" href={`/interviews/${report.interviewId}/export`} download>
						<Download size={14} strokeWidth={1.75} aria-hidden />
						Export
					</a>
				</div>
			</div>
			<RefusalNote error={refused?.error} />
			{report.result && <Verdict result={report.result} level={LEVEL_TITLES[report.level]} />}
			<Notices report={report} />
			<div className="mt-8 grid items-start gap-8 print:grid-cols-[minmax(0,1fr)]! lg:grid-cols-[minmax(0,1fr)_252px] xl:grid-cols-[220px_minmax(0,1fr)_252px]">
				<CriteriaIndex criteria={report.criteria} />
				<section className="grid min-w-0 gap-3" aria-labelledby="seen">
					<div className="flex items-baseline gap-3">
						<h2 id="seen" className="text-lg">
							What was seen
						</h2>
						<span className="meta">weakest first</span>
					</div>
					{report.criteria.map((criterion, index) => (
						<CriterionCard
							key={criterion.id}
							criterion={criterion}
							level={LEVEL_TITLES[report.level]}
							open={index === 0}
							calibrated={calibratedOf(report, criterion.id)}
							coach={
								<CoachNote
									note={report.coach.find((note) => note.criterion === criterion.id) ?? null}
									grade={shown}
									own={report.ownRound}
									busy={busy}
								/>
							}
							override={
								<>
									<SecondLook looks={looks} grade={shown} criterion={criterion.id} busy={busy} />
									{options.mayOverride && (
										<OverrideForm grade={shown} criterion={criterion.id} title={criterion.title} busy={busy} />
									)}
								</>
							}
						/>
					))}
				</section>
				<ReportAside report={report}>
					<GradesPanel report={report} options={options} busy={busy} />
					<ShareRound options={options} busy={busy} />
				</ReportAside>
			</div>
			{report.board && <BoardSection id={report.interviewId} board={report.board} lengthMs={report.elapsedMs} />}
			<FinalTests {...report} />
			<section className="mt-12" aria-labelledby="model">
				<h2 id="model" className="text-lg">
					Model answer
				</h2>
				<p className="meta mt-1">One strong path for each question, and what is often missed. There are others.</p>
				<div className="mt-3 grid gap-3">
					{report.modelAnswers.map((answer) => (
						<details key={answer.title} className="card p-5">
							<summary className="font-semibold">{answer.title}</summary>
							<Prose className="mt-3 max-w-[760px]" text={answer.strongAnswer} />
							{answer.solution && (
								<pre
									// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
									tabIndex={0}
									className="well mt-4 max-h-[480px] overflow-auto p-4 font-mono text-[13px] leading-5"
								>
									{answer.solution}
								</pre>
							)}
							<h3 className="mt-5 text-base">Common misses</h3>
							<Prose className="mt-2 max-w-[760px]" text={answer.commonMisses} />
						</details>
					))}
				</div>
			</section>
			<section className="mt-12" aria-labelledby="record">
				<h2 id="record" className="text-lg">
					The record
				</h2>
				<div className="card mt-3 p-5">
					<Transcript
						turns={report.transcript}
						marks={marksOf(report)}
						candidate={report.ownRound ? "You" : "Candidate"}
					/>
				</div>
			</section>
		</main>
	);
}

function calibratedOf({ calibration }: CostedReport, id: string): { score: number; n: number } | null {
	const score = calibration?.scores[id];
	return score === undefined ? null : { score, n: calibration?.n[id] ?? 0 };
}

function headline(report: ReportView): string {
	const parts = [report.roundTitle, ...report.questionTitles, LEVEL_TITLES[report.level], MODE_TITLES[report.mode]];
	return [...parts, formatDate(report.startedAt), formatClock(report.elapsedMs)].join(" · ");
}

function Notices({ report }: { report: CostedReport }) {
	const notices = [
		report.readers,
		report.calibration?.mean != null &&
			`With what people's grades say about this grader, the mean would be ${report.calibration.mean.toFixed(2)}. Scores and recommendation above are the raw ones.`,
		report.origin === "imported" && "This round was imported from a file; when it was held is as the file says.",
		report.origin === "sample" && "This is a sample written by us.",
		report.mode === "study" && "A Study round: feedback was shown while it ran. It is left out of readiness.",
		report.extraTime && `Held with extra time: ${report.extraTime}. That changes no score.`,
		...report.engines
			.slice(1)
			.map((engine) => `From ${formatClock(engine.atMs)} on ${engine.name ?? "the practice engine"} worded the round.`),
		...report.absences.map(
			(absence) => `Nobody was here for ${absence.minutes} min at ${formatClock(absence.atMs)}; the clock was stopped.`,
		),
	].filter((notice): notice is string => typeof notice === "string");
	if (notices.length === 0) return null;
	return (
		<ul className="mt-3 grid gap-1">
			{notices.map((notice) => (
				<li key={notice} className="meta">
					{notice}
				</li>
			))}
		</ul>
	);
}

function marksOf(report: ReportView): Map<number, [number, number][]> {
	const marks = new Map<number, [number, number][]>();
	for (const { seq, from, to, quote } of report.criteria.flatMap((criterion) => criterion.evidence)) {
		if (quote !== "") marks.set(seq, [...(marks.get(seq) ?? []), [from, to]]);
	}
	return marks;
}
