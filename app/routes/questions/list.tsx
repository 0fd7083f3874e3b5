import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { FilePlus2 } from "lucide-react";
import { Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { currentPerson, personOrNewGuest } from "~/services/guest.server";
import { orReturn, orThrow } from "~/services/http.server";
import { createQuestion, listQuestions, writableRounds } from "~/services/questions.server";
import { formatDate } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Questions – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	return { questions: await orThrow(listQuestions(await currentPerson(request))), rounds: writableRounds() };
}

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const form = await request.formData().catch(() => {
			throw new AppError("bad-input", "The form could not be read. Load the page again and send it once more.");
		});
		const title = String(form.get("title") ?? "").trim();
		const round = Round.safeParse(form.get("round"));
		const file = form.get("file");
		if (title.length < 3 || !round.success)
			throw new AppError("bad-input", "Give the question a title of at least three letters and choose its round.");
		const source = file instanceof File && file.size > 0 ? await file.text() : undefined;
		const { person, headers } = await personOrNewGuest(request);
		const made = await createQuestion({
			person,
			round: round.data,
			title: title.slice(0, 200),
			...(source === undefined ? {} : { source }),
		});
		return redirect(`/questions/${made.id}`, { headers });
	});
}

export default function Questions() {
	const { questions, rounds } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	return (
		<main id="main" className="mx-auto max-w-[860px] px-5 pt-8 pb-16 md:px-8">
			<p className="meta">
				<Link className="link" to="/rubrics">
					Rubrics
				</Link>
			</p>
			<h1 className="mt-1 text-2xl">Questions of your own</h1>
			<p className="mt-2 max-w-[640px] text-ink-2">
				One text each: what the candidate reads, what is answered when asked, key points, probes. A published one can be
				chosen by its title for a round or a practice link.
			</p>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			{questions.length > 0 && (
				<ul className="card mt-5">
					{questions.map((question) => (
						<li
							key={question.id}
							className="flex flex-wrap items-center gap-x-4 border-b border-line px-4 py-3 last:border-0"
						>
							<div className="min-w-0 flex-1">
								<Link className="font-medium hover:underline" to={`/questions/${question.id}`}>
									{question.title}
								</Link>
								<p className="meta">
									{question.roundTitle}, changed {formatDate(question.changedAt)} by {question.changedBy}
								</p>
							</div>
							{question.archived && <span className="tag line">archived</span>}
							<span className="tag">{question.version === null ? "draft" : `v${question.version}`}</span>
						</li>
					))}
				</ul>
			)}
			<Form method="post" encType="multipart/form-data" className="card mt-6 grid gap-3 p-4 md:grid-cols-2">
				<label>
					<span className="label">Title</span>
					<input className="input" name="title" required minLength={3} maxLength={200} />
				</label>
				<label>
					<span className="label">Round</span>
					<select className="input" name="round">
						{rounds.map(({ round, title }) => (
							<option key={round} value={round}>
								{title}
							</option>
						))}
					</select>
				</label>
				<label>
					<span className="label">From a Markdown file, if you have one</span>
					<input className="input" type="file" name="file" accept=".md,text/markdown" />
				</label>
				<div className="self-end">
					<button type="submit" className="btn primary" disabled={busy}>
						<FilePlus2 size={16} aria-hidden />
						Begin
					</button>
				</div>
			</Form>
		</main>
	);
}
