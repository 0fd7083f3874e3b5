import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { Play, RotateCcw, Square } from "lucide-react";
import { useEffect } from "react";
import { z } from "zod";
import { describeChanges } from "~/core/rubrics/changes";
import {
	type BenchView,
	cancelBench,
	estimateBench,
	resumeBench,
	startBench,
	viewBench,
} from "~/services/bench.server";
import { BENCH_SETS, type BenchEstimate } from "~/services/bench-items.server";
import { switchCalibration, viewCalibration } from "~/services/calibration.server";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { viewPeople, viewSession } from "~/services/people-agreement.server";
import { viewRubric } from "~/services/rubric-draft.server";
import { RefusalNote } from "~/ui/refusal";
import { StudioBar } from "../studio/studio-bar";
import { Calibrations } from "./calibrations";
import { CriteriaTable } from "./criteria-table";
import { Flips } from "./flips";
import { People } from "./people";
import { Session } from "./session";
import { Tiles } from "./tiles";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
	{ title: `Test bench – ${loaded?.title ?? "Rubric"} – Mockingbird` },
];

const POLL_MS = 700;

export async function loader({ request, params }: LoaderFunctionArgs) {
	return orThrow(
		(async () => {
			const what = { id: params.id ?? "", person: await requirePerson(request) };
			const [rubric, bench] = [await viewRubric(what), await viewBench(what)];
			const changed =
				!rubric.published || describeChanges({ before: rubric.published, after: rubric.draft }).length > 0;
			const version = rubric.history[0]?.version ?? null;
			const people = await viewPeople(what);
			const session = await viewSession(what);
			const calibration = await viewCalibration(what);
			return {
				id: rubric.id,
				title: rubric.draft.title,
				nextVersion: rubric.nextVersion,
				version,
				changed,
				bench,
				people,
				calibration,
				session,
			};
		})(),
	);
}

const Posted = z.object({
	intent: z.enum(["start", "cancel", "resume", "calibrate", "uncalibrate"]),
	set: z.enum(BENCH_SETS).default("all"),
	grader: z.enum(["rules", "model"]).default("rules"),
	/** The estimate was shown. */
	agreed: z.string().max(10).default(""),
});

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const { intent, set, grader, agreed } = await readForm(request, Posted);
		const what = { id: params.id ?? "", person: await requirePerson(request) };
		if (intent === "start" && grader === "model" && agreed !== "yes")
			return data({ estimate: { ...(await estimateBench({ ...what, set })), set } });
		if (intent === "start") await startBench({ ...what, set, grader });
		else if (intent === "cancel") await cancelBench(what);
		else if (intent === "resume") await resumeBench(what);
		else await switchCalibration({ ...what, on: intent === "calibrate" });
		return redirect(`/rubrics/${what.id}/bench`);
	});
}

export default function Bench() {
	const { id, title, nextVersion, version, changed, bench, people, calibration, session } =
		useLoaderData<typeof loader>();
	const answer = useActionData<{ error?: string; estimate?: BenchEstimate & { set: string } }>();
	const { revalidate, state } = useRevalidator();
	const running = bench.run?.status === "running";
	useEffect(() => {
		if (!running || state !== "idle") return;
		const timer = setTimeout(revalidate, POLL_MS);
		return () => clearTimeout(timer);
	}, [running, state, revalidate]);
	const draftName = changed || version === null ? `Draft v${nextVersion}` : `v${version}`;
	const comparison = bench.run?.comparison;
	return (
		<main id="main">
			<StudioBar id={id} title={title} tag={draftName} page="bench" />
			<div className="mx-auto max-w-[1400px] px-4 py-5 md:px-6">
				<RefusalNote error={answer?.error} />
				<div className="flex flex-wrap items-end gap-x-6 gap-y-3">
					<div className="min-w-0 flex-1 basis-[320px]">
						<h2 className="text-lg">
							{bench.run ? `${draftName} against ${bench.run.against}` : "Try the draft on stored interviews"}
						</h2>
						<p className="meta mt-1">
							{comparison
								? `${comparison.cases} interviews, ${comparison.graded} with a person's grade. ${bench.run?.grader === "model" ? `Both versions judged by a model: ${bench.run.cost}.` : "Both versions graded by the rules, an estimate."} Reports are not touched.`
								: "Both versions grade the same interviews; reports are not touched. The rules rest on the key points of questions, so weights, must-haves and criteria count, and reworded anchors hardly do; a model reads the anchors."}
						</p>
					</div>
					<StartForm bench={bench} running={running} />
				</div>
				{answer?.estimate && !running && <Estimate estimate={answer.estimate} />}
				{bench.run && <Progress run={bench.run} />}
				{bench.run?.stale && (
					<p className="callout warn mt-4">The draft has changed since this run. Run it again to see the latest.</p>
				)}
				{comparison && (
					<>
						<Tiles comparison={comparison} />
						<div className="mt-5 grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_400px]">
							<CriteriaTable comparison={comparison} />
							<Flips comparison={comparison} />
						</div>
					</>
				)}
				{session.total > 0 && <Session session={session} />}
				{people && <People people={people} />}
				{calibration.fits.some((fit) => fit.n > 0) && <Calibrations {...calibration} />}
			</div>
		</main>
	);
}

function StartForm({ bench, running }: { bench: BenchView; running: boolean }) {
	const busy = useNavigation().state !== "idle";
	const { sets } = bench;
	return (
		<Form method="post" className="flex flex-wrap items-center gap-2">
			<label>
				<span className="sr-only">Interviews</span>
				<select className="input" name="set" defaultValue="all" disabled={running}>
					<option value="all">All: {sets.all} interviews</option>
					<option value="samples">Shipped samples: {sets.samples}</option>
					<option value="mine" disabled={sets.mine === 0}>
						My practised and imported: {sets.mine}
					</option>
				</select>
			</label>
			{bench.model && (
				<label>
					<span className="sr-only">Grader</span>
					<select className="input" name="grader" disabled={running}>
						<option value="rules">Rules, free</option>
						<option value="model">{bench.model}</option>
					</select>
				</label>
			)}
			<button type="submit" name="intent" value="start" className="btn primary" disabled={busy || running}>
				<Play size={15} aria-hidden />
				{bench.run ? "Run again" : "Run"}
				{!bench.model && ", free"}
			</button>
		</Form>
	);
}

function Estimate({ estimate }: { estimate: BenchEstimate & { set: string } }) {
	const { items, calls, tokens, dollars, model, set } = estimate;
	return (
		<Form method="post" className="callout info mt-4 items-center">
			<input type="hidden" name="set" value={set} />
			<input type="hidden" name="grader" value="model" />
			<input type="hidden" name="agreed" value="yes" />
			<p className="num flex-1">
				{items} interviews are {calls} calls to {model}, about {tokens.toLocaleString("en-GB")} tokens:{" "}
				{dollars === null ? "its price is not known here" : `at most about $${dollars.toFixed(2)}`}. Second opinions
				come on top where the judge is unsure.
			</p>
			<button type="submit" name="intent" value="start" className="btn sm primary">
				Run it
			</button>
		</Form>
	);
}

function Progress({ run }: { run: NonNullable<BenchView["run"]> }) {
	if (run.status === "done") return null;
	return (
		<Form method="post" className="callout mt-4 items-center">
			<p className="num flex-1" role="status">
				{run.status === "running" ? "Grading" : run.status === "failed" ? "Stopped by an error" : "Stopped"}: {run.done}{" "}
				of {run.total} interviews
			</p>
			{run.status === "running" ? (
				<button type="submit" name="intent" value="cancel" className="btn sm">
					<Square size={13} aria-hidden />
					Cancel
				</button>
			) : (
				<button type="submit" name="intent" value="resume" className="btn sm">
					<RotateCcw size={13} aria-hidden />
					Go on
				</button>
			)}
		</Form>
	);
}
