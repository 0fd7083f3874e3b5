import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Upload } from "lucide-react";
import { AppError } from "~/core/errors";
import { currentPerson, personOrNewGuest, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow } from "~/services/http.server";
import { importInterview } from "~/services/report.server";
import { usableRubrics } from "~/services/rubrics.server";
import { deleteSession, listSessions } from "~/services/sessions.server";
import { RefusalNote } from "~/ui/refusal";
import { SessionRow } from "~/ui/session-row";

export const meta: MetaFunction = () => [{ title: "Sessions – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	const rubrics = (await orThrow(usableRubrics(person))).map(({ studioId, title, version }) => ({
		id: studioId,
		title,
		version,
	}));
	return { sessions: person ? await orThrow(listSessions({ person })) : [], rubrics };
}

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const form = await request.formData().catch(() => {
			throw new AppError("bad-input", "The form could not be read. Load the page again and send it once more.");
		});
		if (form.get("intent") === "delete") {
			if (form.get("sure") !== "yes") {
				return data({ error: "Tick “delete for good” first. Nothing was deleted." }, { status: 400 });
			}
			await deleteSession({ id: String(form.get("id") ?? ""), person: await requirePerson(request) });
			return redirect("/sessions");
		}
		const file = form.get("file");
		if (!(file instanceof File) || file.size === 0) throw new AppError("bad-input", "Choose a file to import first.");
		const text = await file.text();
		const { person, headers } = await personOrNewGuest(request);
		const { id } = await importInterview({ person, text, rubric: String(form.get("rubric") ?? "") });
		const next = form.get("intent") === "import-blind" ? "grade" : "grading";
		return redirect(`/interviews/${id}/${next}`, { headers });
	});
}

export default function Sessions() {
	const { sessions, rubrics } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const navigation = useNavigation();
	return (
		<main id="main" className="mx-auto max-w-[960px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Sessions</h1>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			{sessions.length === 0 ? (
				<p className="mt-4 text-ink-2">
					No sessions yet in this browser.{" "}
					<Link className="link" to="/">
						Start a round
					</Link>{" "}
					or import one below.
				</p>
			) : (
				<ul className="card mt-5">
					{sessions.map((session) => (
						<SessionRow key={session.id} session={session}>
							{session.state === "graded" && session.covered && session.origin === "imported" && (
								<Link
									className="btn sm"
									to={`/interviews/${session.id}/grade`}
									aria-label={`Grade it blind: ${session.title}`}
								>
									Grade it blind
								</Link>
							)}
							<a
								className="btn sm"
								href={`/interviews/${session.id}/export`}
								download
								aria-label={`Export ${session.title}`}
							>
								Export
							</a>
							<details className="relative">
								<summary className="btn sm danger">Delete</summary>
								<Form method="post" className="mt-2 flex flex-wrap items-center gap-2 text-sm">
									<input type="hidden" name="id" value={session.id} />
									<label className="flex items-center gap-1.5">
										<input type="checkbox" name="sure" value="yes" /> delete for good
									</label>
									<button
										type="submit"
										name="intent"
										value="delete"
										className="btn sm danger"
										aria-label={`Delete ${session.title} for good`}
									>
										Delete
									</button>
								</Form>
							</details>
						</SessionRow>
					))}
				</ul>
			)}
			<section className="mt-10" aria-labelledby="import">
				<h2 id="import" className="text-lg">
					Import a round
				</h2>
				<p className="meta mt-1">
					A JSON file as exported here. It is graded like a round held on this server and marked as imported. Your own
					grade is blind as long as you have not opened that of the machine.
				</p>
				<Form method="post" encType="multipart/form-data" className="mt-3 flex flex-wrap items-center gap-3">
					<label>
						<span className="sr-only">Interview file</span>
						<input className="input" type="file" name="file" accept="application/json,.json" />
					</label>
					{rubrics.length > 0 && (
						<label>
							<span className="sr-only">Graded by</span>
							<select className="input" name="rubric">
								<option value="">Graded by the shipped rubric</option>
								{rubrics.map((rubric) => (
									<option key={rubric.id} value={rubric.id}>
										{rubric.title}, version {rubric.version}
									</option>
								))}
							</select>
						</label>
					)}
					<button type="submit" name="intent" value="import" className="btn" disabled={navigation.state !== "idle"}>
						<Upload size={16} strokeWidth={1.75} aria-hidden />
						{navigation.state === "idle" ? "Import" : "Importing"}
					</button>
					<button
						type="submit"
						name="intent"
						value="import-blind"
						className="btn ghost"
						disabled={navigation.state !== "idle"}
					>
						Import and grade it blind
					</button>
				</Form>
			</section>
		</main>
	);
}
