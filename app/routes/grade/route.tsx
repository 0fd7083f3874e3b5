import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { EyeOff, Quote } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { Score } from "~/core/content/schemas";
import { addExample, previewExample } from "~/services/exemplars.server";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { type GivenScore, gradeByHand, viewGrading } from "~/services/human-grading.server";
import { LEVEL_TITLES } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";
import { Transcript } from "~/ui/transcript";
import { CriterionForm } from "./criterion-form";
import { type ExamplePreview, Submitted } from "./submitted";

export const meta: MetaFunction = () => [{ title: "Grade an interview – Mockingbird" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const mode = new URL(request.url).searchParams.get("mode") === "assisted" ? "assisted" : "blind";
	return orThrow(requirePerson(request).then((person) => viewGrading({ id: params.id ?? "", person, mode })));
}

const Posted = z.looseObject({
	intent: z.enum(["save", "submit", "preview", "example"]),
	mode: z.enum(["blind", "assisted"]).default("blind"),
});
const MAX_TEXT = 2_000;

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const person = await requirePerson(request);
		const id = params.id ?? "";
		if (posted.intent === "preview" || posted.intent === "example") {
			const words = { id, person, criterion: String(posted.criterion ?? ""), consents: posted.consent === "yes" };
			if (posted.intent === "preview") return { preview: await previewExample(words) };
			const { rubric } = await addExample({ ...words, answer: String(posted.answer ?? "") });
			return redirect(`/rubrics/${rubric}`);
		}
		const field = (name: string) => String(posted[name] ?? "").trim();
		const given = Object.keys(posted)
			.filter((key) => key.startsWith("reason-"))
			.map((key): GivenScore => {
				const criterion = key.slice("reason-".length);
				const score = Score.safeParse(Number(field(`score-${criterion}`)));
				const quotes = field(`quotes-${criterion}`).split("\n");
				return {
					id: criterion,
					score: score.success ? score.data : null,
					reason: field(key).slice(0, MAX_TEXT),
					quotes: quotes
						.map((quote) => quote.trim())
						.filter(Boolean)
						.slice(0, 20),
				};
			});
		await gradeByHand({ id, person, mode: posted.mode, given, submit: posted.intent === "submit" });
		return redirect(`/interviews/${id}/grade`);
	});
}

export default function Grade() {
	const view = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string; preview?: ExamplePreview }>();
	const [search] = useSearchParams();
	const busy = useNavigation().state !== "idle";
	const [current, setCurrent] = useState(view.rubric.criteria[0]?.id ?? "");
	const [picked, setPicked] = useState("");
	const form = useRef<HTMLFormElement>(null);
	const record = useRef<HTMLElement>(null);
	useEffect(() => {
		// By mouse, touch or keyboard; a selection elsewhere leaves what was picked.
		const onSelect = () => {
			const selection = document.getSelection();
			if (!selection?.anchorNode || !record.current?.contains(selection.anchorNode)) return;
			setPicked(
				selection
					.toString()
					.trim()
					.replace(/\s*\n\s*/g, " "),
			);
		};
		document.addEventListener("selectionchange", onSelect);
		return () => document.removeEventListener("selectionchange", onSelect);
	}, []);
	const title = view.rubric.criteria.find((criterion) => criterion.id === current)?.title ?? "";
	const quote = () => {
		const field = form.current?.elements.namedItem(`quotes-${current}`);
		if (!(field instanceof HTMLTextAreaElement) || picked === "") return;
		field.value = field.value.trim() === "" ? picked : `${field.value.trimEnd()}\n${picked}`;
		setPicked("");
		window.getSelection()?.removeAllRanges();
		field.scrollIntoView({ block: "center" });
	};
	const done = view.mine?.submittedAt != null;
	return (
		<main id="main" className="mx-auto max-w-[1320px] px-5 pt-7 pb-20 md:px-8">
			<p className="meta">
				{view.roundTitle} · {view.title} · {LEVEL_TITLES[view.level]} · {view.rubric.title} v{view.rubric.version}
			</p>
			<h1 className="mt-1 text-2xl">{done ? "Your grade beside the others" : "Grade this interview"}</h1>
			{!done && view.mode === "blind" && search.get("report") === "ask" && (
				<section className="card mt-4 max-w-[720px] p-4" aria-labelledby="ask">
					<h2 id="ask" className="text-base">
						You are grading this blind
					</h2>
					<p className="mt-1 text-sm">Opening the report makes your grade assisted. What you have saved stays.</p>
					<p className="mt-3 flex flex-wrap gap-2">
						<Link className="btn sm" to={`/interviews/${view.interviewId}/grade`}>
							Go on grading blind
						</Link>
						<Link className="btn sm" to={`/interviews/${view.interviewId}/report?open=yes`}>
							Open the report
						</Link>
					</p>
				</section>
			)}
			{!done && (
				<p className="mt-2 flex max-w-[720px] items-start gap-2 text-ink-2">
					<EyeOff size={17} className="mt-1 shrink-0" aria-hidden />
					{view.mode === "blind" ? (
						<span>
							Blind: no other score is shown, nor sent to this page, until you have submitted yours.{" "}
							{!view.mine && (
								<Link className="link" to="?mode=assisted">
									Grade with the machine's scores in view
								</Link>
							)}
						</span>
					) : view.seenBefore && !view.machine ? (
						<span>
							Not blind: you have already opened scores of the machine for this interview. Your grade is kept as
							assisted and is left out where agreement is counted.
						</span>
					) : (
						<span>Assisted: the machine's scores are in view. Your grade is left out where agreement is counted.</span>
					)}
				</p>
			)}
			<div className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,560px)]">
				<section
					ref={record}
					// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
					tabIndex={0}
					className="card min-w-0 p-5 lg:sticky lg:top-4 lg:max-h-[calc(100vh-32px)] lg:overflow-auto"
					aria-label="The record"
				>
					<Transcript turns={view.transcript} candidate="Candidate" />
				</section>
				{done ? (
					<div>
						<RefusalNote error={refused?.error} />
						<Submitted view={view} preview={refused?.preview ?? null} />
					</div>
				) : (
					<Form method="post" ref={form} className="grid grid-cols-[minmax(0,1fr)] gap-3">
						<input type="hidden" name="mode" value={view.mode} />
						{view.rubric.criteria.map((criterion) => (
							<CriterionForm
								key={criterion.id}
								criterion={criterion}
								level={view.level}
								given={view.mine?.scores.find((entry) => entry.id === criterion.id) ?? null}
								machine={view.machine?.criteria.find((entry) => entry.id === criterion.id) ?? null}
								onFocus={() => setCurrent(criterion.id)}
							/>
						))}
						<RefusalNote error={refused?.error} />
						<div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-canvas py-3">
							<button type="button" className="btn tint" disabled={picked === ""} onClick={quote}>
								<Quote size={15} aria-hidden />
								<span className="max-w-[220px] truncate">Quote the selected words for {title}</span>
							</button>
							<span className="ml-auto flex gap-2">
								<button type="submit" name="intent" value="save" className="btn" disabled={busy}>
									Save draft
								</button>
								<button type="submit" name="intent" value="submit" className="btn primary" disabled={busy}>
									Submit
								</button>
							</span>
						</div>
					</Form>
				)}
			</div>
		</main>
	);
}
