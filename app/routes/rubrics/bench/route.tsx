import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation, useRevalidator } from "@remix-run/react";
import { Play, RotateCcw, Square } from "lucide-react";
import { useEffect } from "react";
import { z } from "zod";
import { describeChanges } from "~/core/rubrics/changes";
import { BENCH_SETS, type BenchView, cancelBench, resumeBench, startBench, viewBench } from "~/services/bench.server";
import { switchCalibration, viewCalibration } from "~/services/calibration.server";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { viewPeople } from "~/services/people-agreement.server";
import { viewRubric } from "~/services/rubric-draft.server";
import { RefusalNote } from "~/ui/refusal";
import { StudioBar } from "../studio/studio-bar";
import { Calibrations } from "./calibrations";
import { CriteriaTable } from "./criteria-table";
import { Flips } from "./flips";
import { People } from "./people";
import { Tiles } from "./tiles";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `Test bench – ${data?.title ?? "Rubric"} – Mockingbird` },
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
			};
		})(),
	);
}

const Posted = z.object({
	intent: z.enum(["start", "cancel", "resume", "calibrate", "uncalibrate"]),
	set: z.enum(BENCH_SETS).default("all"),
});

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const { intent, set } = await readForm(request, Posted);
		const what = { id: params.id ?? "", person: await requirePerson(request) };
		if (intent === "start") await startBench({ ...what, set });
		else if (intent === "cancel") await cancelBench(what);
		else if (intent === "resume") await resumeBench(what);
		else await switchCalibration({ ...what, on: intent === "calibrate" });
		return redirect(`/rubrics/${what.id}/bench`);
	});
}

export default function Bench() {
	const { id, title, nextVersion, version, changed, bench, people, calibration } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
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
				<RefusalNote error={refused?.error} />
				<div className="flex flex-wrap items-end gap-x-6 gap-y-3">
					<div className="min-w-0 flex-1 basis-[320px]">
						<h2 className="text-lg">
							{bench.run ? `${draftName} against ${bench.run.against}` : "Try the draft on stored interviews"}
						</h2>
						<p className="meta mt-1">
							{comparison
								? `${comparison.cases} interviews, ${comparison.graded} with a person's grade. Both versions graded by the rules, an estimate; nothing is stored with the interviews.`
								: "Both versions grade the same interviews by the rules; reports are not touched. It costs nothing."}
						</p>
					</div>
					<StartForm bench={bench} running={running} />
				</div>
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
			<button type="submit" name="intent" value="start" className="btn primary" disabled={busy || running}>
				<Play size={15} aria-hidden />
				{bench.run ? "Run again, free" : "Run, free"}
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
