import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { LEVELS, type Level } from "~/core/content/schemas";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import {
	closeLink,
	type LinksView,
	makeLink,
	NewLinkInput,
	tickedQuestions,
	viewLinks,
} from "~/services/practice-links.server";
import { CopyLink } from "~/ui/copy-link";
import { formatDate, LEVEL_TITLES } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";
import { StudioBar } from "./studio/studio-bar";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `Practice links – ${data?.title ?? "Rubric"} – Mockingbird` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
	return orThrow(requirePerson(request).then((person) => viewLinks({ id: params.id ?? "", person })));
}

const Posted = z.discriminatedUnion("intent", [
	NewLinkInput.extend({ intent: z.literal("make") }),
	z.object({ intent: z.literal("close"), link: z.string().max(60) }),
]);

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const person = await requirePerson(request);
		const id = params.id ?? "";
		if (posted.intent === "make")
			await makeLink({ id, person, level: posted.level, questions: tickedQuestions(posted) });
		else await closeLink({ person, link: posted.link });
		return redirect(`/rubrics/${id}/links`);
	});
}

export default function Links() {
	const view = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	const [level, setLevel] = useState<Level>("mid");
	const questions = view.questions.filter((question) => question.levels.includes(level));
	return (
		<main id="main">
			<StudioBar
				id={view.id}
				title={view.title}
				tag={view.version === null ? "Not published" : `v${view.version}`}
				page="links"
			/>
			<div className="mx-auto max-w-[960px] px-5 py-6">
				<p className="max-w-[640px] text-ink-2">
					Whoever has a link takes a round under this rubric, without an account. Before they start they are told that
					you will see the record. Their rounds can be graded by hand and count in the test bench.
				</p>
				<div className="mt-3">
					<RefusalNote error={refused?.error} />
				</div>
				{view.version === null ? (
					<p className="callout mt-4">Publish a version first: a link carries one that never changes.</p>
				) : (
					<Form method="post" className="card mt-4 flex flex-wrap items-end gap-3 p-4">
						<label>
							<span className="label">Level</span>
							<select
								className="input"
								name="level"
								value={level}
								onChange={(event) => setLevel(LEVELS.find((entry) => entry === event.target.value) ?? "mid")}
							>
								{LEVELS.map((entry) => (
									<option key={entry} value={entry}>
										{LEVEL_TITLES[entry]}
									</option>
								))}
							</select>
						</label>
						<fieldset key={level} className="min-w-0 flex-1 basis-[300px]">
							<legend className="label">Questions: none ticked means any shipped one</legend>
							<div className="grid gap-1">
								{questions.map((question) => (
									<label key={question.slug} className="flex items-start gap-2 text-sm">
										<input type="checkbox" name={`q-${question.slug}`} value="yes" className="mt-1" />
										{question.title}
									</label>
								))}
							</div>
						</fieldset>
						<button type="submit" name="intent" value="make" className="btn primary" disabled={busy}>
							<Link2 size={15} aria-hidden />
							Make a link for v{view.version}
						</button>
					</Form>
				)}
				<ul className="mt-5 grid gap-4">
					{view.links.map((link) => (
						<li key={link.id} className="card p-4">
							<OneLink link={link} busy={busy} />
						</li>
					))}
				</ul>
			</div>
		</main>
	);
}

function OneLink({ link, busy }: { link: LinksView["links"][number]; busy: boolean }) {
	return (
		<>
			<div className="flex flex-wrap items-center gap-2">
				<b className="font-medium">
					{link.questionTitle}, {LEVEL_TITLES[link.level]}, v{link.version}
				</b>
				<span className="meta">{formatDate(link.createdAt)}</span>
				{link.closedAt === null ? (
					<span className="ml-auto flex gap-2">
						<Form method="post">
							<input type="hidden" name="link" value={link.id} />
							<button type="submit" name="intent" value="close" className="btn sm danger" disabled={busy}>
								Close
							</button>
						</Form>
					</span>
				) : (
					<span className="tag ml-auto">closed</span>
				)}
			</div>
			{link.closedAt === null && (
				<div className="mt-2">
					<CopyLink path={`/practise/${link.id}`} />
				</div>
			)}
			{link.rounds.length === 0 ? (
				<p className="meta mt-2">Nobody has taken it yet.</p>
			) : (
				<ul className="mt-3 grid gap-1.5 text-sm">
					{link.rounds.map((round) => (
						<li key={round.interviewId} className="flex flex-wrap items-center gap-x-3">
							<span className="min-w-0 flex-1">
								{round.takerName || "No name given"}, {formatDate(round.createdAt)}
							</span>
							{round.status === "ended" ? (
								<>
									<Link className="link" to={`/interviews/${round.interviewId}/grade`}>
										Grade
									</Link>
									<Link className="link" to={`/interviews/${round.interviewId}/report`}>
										Report
									</Link>
								</>
							) : (
								<span className="meta">still running</span>
							)}
						</li>
					))}
				</ul>
			)}
		</>
	);
}
