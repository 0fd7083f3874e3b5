import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { z } from "zod";
import { describeChanges } from "~/core/rubrics/changes";
import { checkDraft, type DraftCriterion, newCriterion } from "~/core/rubrics/draft";
import { currentPerson, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import {
	archiveRubric,
	discardDraft,
	PublishInput,
	publishRubric,
	shareRubric,
	viewRubric,
} from "~/services/rubric-draft.server";
import { ChangesPanel } from "~/ui/changes-panel";
import { formatDate } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";
import { VersionChanges } from "~/ui/version-changes";
import { ConflictList } from "./conflict-list";
import { CriteriaList } from "./criteria-list";
import { CriterionEditor } from "./criterion-editor";
import { Examples } from "./examples";
import { PublishPanel } from "./publish-panel";
import { RedFlags } from "./red-flags";
import { SharePanel } from "./share-panel";
import { StudioBar } from "./studio-bar";
import { useStudio } from "./use-studio";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `${data?.draft.title ?? "Rubric"} – Rubrics – Mockingbird` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
	return orThrow(viewRubric({ id: params.id ?? "", person: await currentPerson(request) }));
}

const Posted = z.discriminatedUnion("intent", [
	PublishInput.extend({ intent: z.literal("publish") }),
	z.object({ intent: z.literal("discard"), revision: z.coerce.number().int() }),
	z.object({ intent: z.literal("share"), organization: z.string().max(100) }),
	z.object({ intent: z.literal("archive") }),
	z.object({ intent: z.literal("restore") }),
]);

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const what = { id: params.id ?? "", person: await requirePerson(request) };
		if (posted.intent === "publish") await publishRubric({ ...what, ...posted });
		else if (posted.intent === "discard") await discardDraft({ ...what, revision: posted.revision });
		else if (posted.intent === "share") await shareRubric({ ...what, organization: posted.organization });
		else await archiveRubric({ ...what, archived: posted.intent === "archive" });
		return redirect(`/rubrics/${what.id}`);
	});
}

export default function Studio() {
	const view = useLoaderData<typeof loader>();
	return <StudioPage key={view.id} />;
}

function StudioPage() {
	const view = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	const studio = useStudio(view);
	const { draft, change } = studio;
	const [wanted, setWanted] = useState(draft.criteria[0]?.id ?? "");
	const criterion = draft.criteria.find((entry) => entry.id === wanted) ?? draft.criteria[0];
	const locked = !view.mayEdit || view.archived;
	const problems = checkDraft(draft);
	const changes = view.published ? describeChanges({ before: view.published, after: draft }) : [];
	const lastVersion = view.history[0]?.version ?? null;
	const setCriterion = (next: DraftCriterion) =>
		change({ ...draft, criteria: draft.criteria.map((entry) => (entry.id === next.id ? next : entry)) });
	return (
		<main id="main">
			<StudioBar
				id={view.id}
				title={draft.title}
				tag={
					view.archived
						? "Archived"
						: changes.length > 0 || !lastVersion
							? `Draft v${view.nextVersion}`
							: `v${lastVersion}`
				}
				page="criteria"
			>
				<span className="meta" role="status">
					{{ saved: "Saved", saving: "Saving", waiting: "Not saved yet" }[studio.saving]}
				</span>
				{lastVersion !== null && changes.length > 0 && (
					<Form method="post">
						<input type="hidden" name="revision" value={studio.revision()} />
						<button type="submit" name="intent" value="discard" className="btn sm" disabled={busy || locked}>
							Discard draft
						</button>
					</Form>
				)}
				<Form method="post">
					<button
						type="submit"
						name="intent"
						value={view.archived ? "restore" : "archive"}
						className="btn ghost sm"
						disabled={busy || !view.mayEdit}
					>
						{view.archived ? "Take back from the archive" : "Archive"}
					</button>
				</Form>
			</StudioBar>
			<div className="px-4">
				<RefusalNote error={studio.refusal ?? refused?.error} />
				{studio.notice && (
					<p className="callout info my-2" role="status">
						{studio.notice}
					</p>
				)}
			</div>
			<ConflictList conflicts={studio.conflicts} onResolve={studio.resolve} />
			<noscript>
				<p className="callout warn m-4">Editing a rubric needs JavaScript. The YAML file can be edited without it.</p>
			</noscript>
			<div className="grid lg:min-h-[calc(100vh-104px)] lg:grid-cols-[300px_minmax(0,1fr)] min-[75rem]:grid-cols-[348px_minmax(0,1fr)_340px]">
				<CriteriaList
					draft={draft}
					published={view.published}
					chosen={criterion?.id ?? ""}
					locked={locked}
					onChoose={setWanted}
					onChange={change}
				/>
				<div className="min-w-0">
					<label className="block px-4 pt-6 md:px-7">
						<span className="label">Title of the rubric, for {view.roundTitle}</span>
						<input
							className="input"
							value={draft.title}
							maxLength={600}
							readOnly={locked}
							onChange={(event) => change({ ...draft, title: event.target.value })}
						/>
					</label>
					{criterion ? (
						<CriterionEditor
							key={criterion.id}
							criterion={criterion}
							before={view.published?.criteria.find((entry) => entry.id === criterion.id) ?? null}
							problems={problems.flatMap((problem) => (problem.criterion === criterion.id ? [problem.sentence] : []))}
							locked={locked}
							onChange={setCriterion}
							onRemove={() =>
								change({
									...draft,
									criteria: draft.criteria.filter((entry) => entry.id !== criterion.id),
									exemplars: draft.exemplars.filter((entry) => entry.criterion !== criterion.id),
								})
							}
						/>
					) : (
						<p className="px-7 py-6 text-ink-2">
							No criterion is left.{" "}
							<button type="button" className="link" onClick={() => change({ ...draft, criteria: [newCriterion([])] })}>
								Begin with one
							</button>
						</p>
					)}
					{criterion && <Examples draft={draft} criterion={criterion.id} locked={locked} onChange={change} />}
					<RedFlags draft={draft} locked={locked} onChange={change} />
				</div>
				<aside
					className="border-line bg-surface lg:max-[75rem]:col-span-2 lg:max-[75rem]:border-t min-[75rem]:border-l"
					aria-label="Versions"
				>
					<div className="border-b border-line p-4">
						<ChangesPanel changes={changes} version={lastVersion} />
					</div>
					{!locked && (
						<div className="border-b border-line p-4">
							<PublishPanel
								key={view.nextVersion}
								version={view.nextVersion}
								problems={problems}
								unchanged={lastVersion !== null && changes.length === 0}
								flush={studio.flush}
								revision={studio.revision}
							/>
						</div>
					)}
					<SharePanel view={view} busy={busy} />
					<div className="p-4">
						<h2 className="text-base">History</h2>
						{view.forkedFrom && <p className="meta mt-1">Begun from {view.forkedFrom}</p>}
						<ol className="mt-3 grid gap-3 text-sm">
							{view.history.map((entry) => (
								<li key={entry.version} className="grid grid-cols-[34px_minmax(0,1fr)] gap-x-2 wrap-anywhere">
									<b className="num font-semibold">v{entry.version}</b>
									<div>
										<p>{entry.reason}</p>
										<p className="meta">
											{formatDate(entry.publishedAt)}, {entry.publishedBy},{" "}
											<a className="link" href={`/rubrics/${view.id}/yaml?version=${entry.version}`} download>
												YAML
											</a>
										</p>
										<VersionChanges changes={entry.changes} />
									</div>
								</li>
							))}
						</ol>
						{lastVersion !== null && !view.archived && (
							<p className="mt-4">
								<Link className="link" to={`/setup?round=${view.round}&rubric=${view.id}`}>
									Practise with v{lastVersion}
								</Link>
							</p>
						)}
					</div>
				</aside>
			</div>
		</main>
	);
}
