import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Copy, Download, FilePlus2, Upload } from "lucide-react";
import { Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { currentPerson, personOrNewGuest } from "~/services/guest.server";
import { orReturn, orThrow } from "~/services/http.server";
import { createRubric, forkRubric, importRubric, type RubricSummary, viewRubrics } from "~/services/rubrics.server";
import { secondLookQueue } from "~/services/second-look.server";
import { formatDate } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";
import { RoundIcon } from "~/ui/round-icon";

export const meta: MetaFunction = () => [{ title: "Rubrics – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	return {
		...(await orThrow(viewRubrics(person))),
		queue: person ? await orThrow(secondLookQueue({ person })) : [],
	};
}

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const form = await request.formData().catch(() => {
			throw new AppError("bad-input", "The form could not be read. Load the page again and send it once more.");
		});
		const field = (name: string) => String(form.get(name) ?? "").trim();
		const intent = field("intent");
		const file = form.get("file");
		if (intent === "import" && !(file instanceof File && file.size > 0))
			throw new AppError("bad-input", "Choose a YAML file to import first.");
		const source = file instanceof File ? await file.text() : "";
		const round = Round.safeParse(field("round"));
		if (intent === "create" && (!round.success || field("title").length < 3))
			throw new AppError("bad-input", "Give the rubric a title of at least three letters and choose its round.");
		const { person, headers } = await personOrNewGuest(request);
		const make = () => {
			if (intent === "fork") return forkRubric({ person, from: field("from") });
			if (intent === "import") return importRubric({ person, source });
			if (intent === "create" && round.success)
				return createRubric({ person, round: round.data, title: field("title").slice(0, 200) });
			throw new AppError("bad-input", "The form asks for nothing this page can do. Load it again.");
		};
		const { id } = await make();
		return redirect(`/rubrics/${id}`, { headers });
	});
}

export default function Rubrics() {
	const { shipped, own, queue } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	const [active, archived] = [own.filter((rubric) => !rubric.archived), own.filter((rubric) => rubric.archived)];
	return (
		<main id="main" className="mx-auto max-w-[960px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Rubrics</h1>
			<p className="mt-2 max-w-[640px] text-ink-2">
				What rounds are graded by. Copy one, change it, see on stored interviews what the change does, and publish it. A
				published version never changes; reports keep the one they were made with. An{" "}
				<Link className="link" to="/organization">
					organisation
				</Link>{" "}
				shares them among people, and{" "}
				<Link className="link" to="/questions">
					questions of your own
				</Link>{" "}
				too.
			</p>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			{queue.length > 0 && (
				<section className="mt-6" aria-labelledby="queue">
					<h2 id="queue" className="text-lg">
						Asked for a second look
					</h2>
					<ul className="card mt-3">
						{queue.map((request) => (
							<li
								key={`${request.interviewId} ${request.criterion}`}
								className="flex flex-wrap items-baseline gap-x-4 border-b border-line px-4 py-3 last:border-0"
							>
								<Link
									className="font-medium hover:underline"
									to={`/interviews/${request.interviewId}/report#c-${request.criterion}`}
								>
									{request.title}
								</Link>
								<span className="meta flex-1">
									{request.criterion.replaceAll("-", " ")}: {request.reason}
								</span>
								<span className="meta">{formatDate(request.createdAt)}</span>
							</li>
						))}
					</ul>
				</section>
			)}
			{own.length > 0 && (
				<section className="mt-6" aria-labelledby="own">
					<h2 id="own" className="text-lg">
						Yours
					</h2>
					<ul className="card mt-3">
						{active.map((rubric) => (
							<Own key={rubric.id} rubric={rubric} />
						))}
						{archived.length > 0 && (
							<li className="px-4 py-3">
								<details>
									<summary className="meta">{archived.length} archived</summary>
									<ul className="mt-2">
										{archived.map((rubric) => (
											<Own key={rubric.id} rubric={rubric} />
										))}
									</ul>
								</details>
							</li>
						)}
					</ul>
				</section>
			)}
			<section className="mt-8" aria-labelledby="shipped">
				<h2 id="shipped" className="text-lg">
					Shipped with Mockingbird
				</h2>
				<ul className="card mt-3">
					{shipped.map((rubric) => (
						<li
							key={rubric.id}
							className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0"
						>
							<span className="mt-0.5 text-accent">
								<RoundIcon round={rubric.round} />
							</span>
							<details className="min-w-0 flex-1 basis-[240px]">
								<summary>
									<span className="font-medium">{rubric.title}</span>{" "}
									<span className="meta">
										version {rubric.version}, <span className="link">{rubric.criteria.length} criteria</span>
									</span>
								</summary>
								<ol className="mt-2 grid max-w-[420px] gap-1 text-sm">
									{rubric.criteria.map((criterion) => (
										<li key={criterion.title} className="flex gap-3">
											<span className="flex-1">{criterion.title}</span>
											{criterion.mustHave && <span className="meta">must-have</span>}
											<span className="num w-6 text-right text-ink-3">{criterion.weight}</span>
										</li>
									))}
								</ol>
							</details>
							<a className="btn sm" href={`/rubrics/${rubric.id}/yaml`} download aria-label={`${rubric.title} as YAML`}>
								<Download size={14} aria-hidden />
								YAML
							</a>
							<Form method="post">
								<input type="hidden" name="from" value={rubric.id} />
								<button
									type="submit"
									name="intent"
									value="fork"
									className="btn sm tint"
									disabled={busy}
									aria-label={`Make a copy of ${rubric.title}`}
								>
									<Copy size={14} aria-hidden />
									Make a copy
								</button>
							</Form>
						</li>
					))}
				</ul>
			</section>
			<section className="mt-8 grid gap-6 md:grid-cols-2" aria-label="Other ways to begin">
				<Form method="post" className="card p-4">
					<h2 className="text-base">Begin from nothing</h2>
					<label className="mt-3 block">
						<span className="label">Title</span>
						<input className="input" name="title" required minLength={3} maxLength={200} />
					</label>
					<label className="mt-3 block">
						<span className="label">Round</span>
						<select className="input" name="round">
							{shipped.map((rubric) => (
								<option key={rubric.round} value={rubric.round}>
									{rubric.roundTitle}
								</option>
							))}
						</select>
					</label>
					<button type="submit" name="intent" value="create" className="btn mt-4" disabled={busy}>
						<FilePlus2 size={16} aria-hidden />
						Begin
					</button>
				</Form>
				<Form method="post" encType="multipart/form-data" className="card p-4">
					<h2 className="text-base">Import a YAML file</h2>
					<p className="meta mt-1">
						The layout of the shipped files. A mistake is named with its line, and nothing is stored.
					</p>
					<label className="mt-3 block">
						<span className="label">File, up to 200 kB</span>
						<input className="input" type="file" name="file" accept=".yaml,.yml" required />
					</label>
					<button type="submit" name="intent" value="import" className="btn mt-4" disabled={busy}>
						<Upload size={16} aria-hidden />
						Import
					</button>
				</Form>
			</section>
		</main>
	);
}

function Own({ rubric }: { rubric: RubricSummary }) {
	return (
		<li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-0">
			<span className="text-accent">
				<RoundIcon round={rubric.round} />
			</span>
			<div className="min-w-0 flex-1 basis-[240px]">
				<Link className="font-medium hover:underline" to={`/rubrics/${rubric.id}`}>
					{rubric.title || "Without a title"}
				</Link>
				<p className="meta">
					{rubric.roundTitle}, {rubric.criteria} {rubric.criteria === 1 ? "criterion" : "criteria"}, changed{" "}
					{formatDate(rubric.changedAt)} by {rubric.changedBy}
				</p>
			</div>
			{rubric.version !== null && <span className="tag">v{rubric.version}</span>}
			{rubric.changed && <span className="tag line">draft</span>}
		</li>
	);
}
