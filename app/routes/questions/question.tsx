import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { publishQuestion, saveQuestion } from "~/services/question-draft.server";
import { archiveQuestion, shareOwnQuestion, viewQuestion } from "~/services/questions.server";
import { ChangesPanel } from "~/ui/changes-panel";
import { RefusalNote } from "~/ui/refusal";
import { History, Manage } from "./manage";
import { Preview } from "./preview";
import { SourceForm } from "./source-form";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: `${data?.title ?? "Question"} – Questions – Mockingbird` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
	return orThrow(requirePerson(request).then((person) => viewQuestion({ id: params.id ?? "", person })));
}

const revision = z.coerce.number().int().positive();
const text = z.string().max(400_000);
const Posted = z.discriminatedUnion("intent", [
	z.object({ intent: z.literal("save"), revision, base: text, source: text }),
	z.object({
		intent: z.literal("publish"),
		revision,
		base: text,
		source: text,
		reason: z.string().trim().min(3, "Say in a few words why this version is published.").max(300),
	}),
	z.object({ intent: z.literal("share"), organization: z.string().max(100) }),
	z.object({ intent: z.literal("archive") }),
	z.object({ intent: z.literal("restore") }),
]);

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const what = { id: params.id ?? "", person: await requirePerson(request) };
		if (posted.intent === "save" || posted.intent === "publish") {
			// Whatever is wrong with it, the text is kept first; what somebody else wrote is seen before it is published.
			const [base, source] = [unixLines(posted.base), unixLines(posted.source)];
			const answer = await saveQuestion({ ...what, revision: posted.revision, base, source });
			if (posted.intent === "publish" && answer.saved && answer.mergedWith === null)
				await publishQuestion({ ...what, revision: answer.revision, reason: posted.reason });
			return { answer };
		}
		if (posted.intent === "share") await shareOwnQuestion({ ...what, organization: posted.organization });
		else await archiveQuestion({ ...what, archived: posted.intent === "archive" });
		return { answer: null };
	});
}

/** A text that was refused for publishing was kept all the same: the page must know its new revision. */
export const shouldRevalidate = () => true;

export default function QuestionPage() {
	const view = useLoaderData<typeof loader>();
	const told = useActionData<typeof action>();
	const busy = useNavigation().state !== "idle";
	const errors = view.problems.filter((problem) => problem.severity === "error");
	return (
		<main id="main" className="mx-auto max-w-[1320px] px-5 pt-7 pb-16 md:px-8">
			<p className="meta">
				<Link className="link" to="/questions">
					Questions
				</Link>{" "}
				· {view.roundTitle} · {view.version === null ? "never published" : `v${view.version} is published`} · changed by{" "}
				{view.changedBy}
			</p>
			<h1 className="mt-1 text-2xl">{view.title}</h1>
			<div className="mt-3">
				<RefusalNote error={told && "error" in told ? told.error : undefined} />
			</div>
			<div className="mt-5 grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,480px)]">
				<SourceForm view={view} answer={told && "answer" in told ? told.answer : null} busy={busy} />
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
					{view.changes && (
						<section className="card p-4" aria-label="Changes">
							<ChangesPanel changes={view.changes} version={view.version} />
						</section>
					)}
					{view.preview && <Preview preview={view.preview} />}
					<History view={view} />
					<Manage view={view} busy={busy} />
				</div>
			</div>
		</main>
	);
}

/** A form sends lines as browsers do. */
const unixLines = (value: string) => value.replaceAll("\r\n", "\n");
