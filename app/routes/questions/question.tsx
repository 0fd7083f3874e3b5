import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import {
	archiveQuestion,
	publishQuestion,
	type QuestionView,
	saveQuestion,
	shareOwnQuestion,
	viewQuestion,
} from "~/services/questions.server";
import { Prose } from "~/ui/prose";
import { RefusalNote } from "~/ui/refusal";
import { ShareSelect } from "~/ui/share-select";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `${data?.title ?? "Question"} – Questions – Mockingbird` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
	return orThrow(requirePerson(request).then((person) => viewQuestion({ id: params.id ?? "", person })));
}

const revision = z.coerce.number().int().positive();
const Posted = z.discriminatedUnion("intent", [
	z.object({ intent: z.literal("save"), revision, source: z.string().max(400_000) }),
	z.object({ intent: z.literal("publish"), revision, source: z.string().max(400_000) }),
	z.object({ intent: z.literal("share"), organization: z.string().max(100) }),
	z.object({ intent: z.literal("archive") }),
	z.object({ intent: z.literal("restore") }),
]);

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const what = { id: params.id ?? "", person: await requirePerson(request) };
		if (posted.intent === "save" || posted.intent === "publish") {
			// Whatever is wrong with it, the text is kept first.
			const { source } = posted;
			const before = await viewQuestion(what);
			const changed = before.source !== source.replace(/\r\n/g, "\n");
			if (changed) await saveQuestion({ ...what, source: source.replace(/\r\n/g, "\n"), revision: posted.revision });
			if (posted.intent === "publish")
				await publishQuestion({ ...what, revision: changed ? posted.revision + 1 : posted.revision });
		} else if (posted.intent === "share") await shareOwnQuestion({ ...what, organization: posted.organization });
		else await archiveQuestion({ ...what, archived: posted.intent === "archive" });
		return redirect(`/questions/${what.id}`);
	});
}

/** A text that was refused for publishing was kept all the same: the page must know its new revision. */
export const shouldRevalidate = () => true;

export default function QuestionPage() {
	const view = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	const field = useRef<HTMLTextAreaElement>(null);
	const sent = useRef<string | null>(null);
	const [revision, setRevision] = useState(view.revision);
	useEffect(() => {
		// Only what this page has sent or shows moves it on: a text of somebody else must still be a conflict.
		if (view.source === sent.current || view.source === field.current?.value) setRevision(view.revision);
	}, [view.revision, view.source]);
	const errors = view.problems.filter((problem) => problem.severity === "error");
	const locked = !view.mayEdit || view.archived;
	return (
		<main id="main" className="mx-auto max-w-[1320px] px-5 pt-7 pb-16 md:px-8">
			<p className="meta">
				<Link className="link" to="/questions">
					Questions
				</Link>{" "}
				· {view.roundTitle} · {view.version === null ? "never published" : `v${view.version} is published`}
			</p>
			<h1 className="mt-1 text-2xl">{view.title}</h1>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			<div className="mt-5 grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,480px)]">
				<Form
					method="post"
					className="grid gap-3"
					onSubmit={() => {
						sent.current = field.current?.value ?? null;
					}}
				>
					<input type="hidden" name="revision" value={revision} />
					<label>
						<span className="label">The whole question, as Markdown with YAML at its front</span>
						<textarea
							className="input font-mono !text-[13px] leading-5"
							ref={field}
							name="source"
							rows={34}
							spellCheck={false}
							readOnly={locked}
							defaultValue={view.source}
						/>
					</label>
					<p className="flex flex-wrap gap-2">
						<button type="submit" name="intent" value="save" className="btn" disabled={busy || locked}>
							Save and check
						</button>
						<button type="submit" name="intent" value="publish" className="btn primary" disabled={busy || locked}>
							Publish v{(view.version ?? 0) + 1}
						</button>
					</p>
				</Form>
				<div className="grid gap-5">
					<section className="card p-4" aria-labelledby="mistakes">
						<h2 id="mistakes" className="text-base">
							{errors.length === 0
								? "Nothing stands in the way"
								: `${errors.length} to mend before it can be published`}
						</h2>
						<ul className="mt-2 grid gap-1.5 text-sm">
							{view.problems.map((problem) => (
								<li key={`${problem.line} ${problem.sentence}`} className="grid grid-cols-[64px_1fr] gap-2">
									<span className={problem.severity === "error" ? "text-neg" : "text-ink-3"}>
										{problem.line > 0 ? `line ${problem.line}` : "file"}
									</span>
									<span className="break-words">{problem.sentence}</span>
								</li>
							))}
						</ul>
					</section>
					{view.preview && <Preview preview={view.preview} />}
					<Manage view={view} busy={busy} />
				</div>
			</div>
		</main>
	);
}

const LOOKS = [
	{ key: "candidate", label: "As the candidate" },
	{ key: "engine", label: "As the practice engine runs it" },
	{ key: "model", label: "As a model is told" },
] as const;

function Preview({ preview }: { preview: NonNullable<QuestionView["preview"]> }) {
	const [look, setLook] = useState<(typeof LOOKS)[number]["key"]>("candidate");
	return (
		<section className="card" aria-label="Preview">
			<div className="tabs flex-wrap border-b border-line px-3" role="tablist" aria-label="Preview">
				{LOOKS.map(({ key, label }) => (
					<button
						key={key}
						type="button"
						role="tab"
						aria-selected={look === key}
						data-state={look === key ? "active" : "inactive"}
						onClick={() => setLook(key)}
					>
						{label}
					</button>
				))}
			</div>
			<div className="p-4">
				{look === "candidate" && <Prose text={preview.brief} />}
				{look === "engine" && (
					<>
						<p className="text-sm">{preview.opening || "It cannot start before the mistakes are mended."}</p>
						<ol className="mt-3 grid list-decimal gap-1.5 pl-5 text-sm">
							{preview.probes.map((probe) => (
								<li key={probe}>{probe}</li>
							))}
						</ol>
						<p className="meta mt-3">The weakest open point decides which of these is asked, and when.</p>
					</>
				)}
				{look === "model" && (
					<>
						<p className="meta">Beside guardrails, persona and level. No key points, anchors or strong answer.</p>
						<pre
							// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
							tabIndex={0}
							className="well mt-2 max-h-[420px] overflow-auto p-3 font-mono text-[12.5px] whitespace-pre-wrap"
						>
							{preview.context || "It cannot start before the mistakes are mended."}
						</pre>
					</>
				)}
			</div>
		</section>
	);
}

function Manage({ view, busy }: { view: QuestionView; busy: boolean }) {
	const { organization, offered, archived, mayEdit, version, round, slug } = view;
	return (
		<section className="card grid gap-3 p-4" aria-label="Use and share">
			{version !== null && !archived && (
				<Link className="link" to={`/setup?round=${round}&choice=specific&question=${slug}`}>
					Practise with v{version}
				</Link>
			)}
			{offered.length > 0 && (
				<Form method="post" className="flex items-center gap-2">
					<span className="meta shrink-0">Shared with</span>
					<ShareSelect offered={offered} value={organization?.id ?? null} />
					<button type="submit" name="intent" value="share" className="btn" disabled={busy}>
						Set
					</button>
				</Form>
			)}
			<Form method="post">
				<button
					type="submit"
					name="intent"
					value={archived ? "restore" : "archive"}
					className="btn sm"
					disabled={busy || !mayEdit}
				>
					{archived ? "Take back from the archive" : "Archive"}
				</button>
			</Form>
		</section>
	);
}
