import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Level, Round } from "~/core/content/schemas";
import { currentPerson, personOrNewGuest } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { StartInput, startInterview, viewSetup } from "~/services/setup.server";
import { CriteriaWeights } from "~/ui/criteria-weights";
import { LEVEL_TITLES } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";
import { RoundIcon } from "~/ui/round-icon";
import { Segment } from "~/ui/segment";
import { type Chosen, SetupSummary } from "./summary";

export const meta: MetaFunction = () => [{ title: "Set up a round – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	return orThrow(viewSetup({ person: await currentPerson(request) }));
}

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const input = await readForm(request, StartInput);
		const { person, headers } = await personOrNewGuest(request);
		const { id } = await startInterview({ person, input });
		return redirect(`/interviews/${id}`, { headers });
	});
}

const LEVELS = (["junior", "mid", "senior", "staff"] as const).map((value) => ({ value, label: LEVEL_TITLES[value] }));
const TIMES = [
	{ value: "none", label: "Standard" },
	{ value: "quarter", label: "+25 %" },
	{ value: "half", label: "+50 %" },
	{ value: "untimed", label: "Untimed" },
] as const;
const MODES = [
	{ value: "real", title: "Real", text: "Silence until the report. Hints on request, at the published price." },
	{ value: "study", title: "Study", text: "Feedback after each answer, pause as you like. Left out of readiness." },
] as const;
const CHOICES = {
	question: [
		{ value: "random", title: "Any question", text: "One you have not had, where there is one." },
		{ value: "specific", title: "A specific question", text: "Choose it by its title below." },
	],
	exercises: [
		{ value: "random", title: "Any three items", text: "Three you have not had, where there are." },
		{ value: "specific", title: "A specific item first", text: "Choose it by its title below. Two others follow." },
	],
};

export default function Setup() {
	const setup = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const [params] = useSearchParams();
	const navigation = useNavigation();
	const wantedRound = params.get("round");
	const [round, setRound] = useState<Round>(
		setup.rounds.find((candidate) => candidate.round === wantedRound)?.round ?? setup.rounds[0]?.round ?? "behavioral",
	);
	const [level, setLevel] = useState<Level>(LEVELS.find(({ value }) => value === params.get("level"))?.value ?? "mid");
	const wantedChoice = params.get("choice");
	const again = wantedChoice === "again" || wantedChoice === "specific";
	const questions = setup.questions.filter((question) => question.round === round && question.levels.includes(level));
	const rubrics = setup.rubrics.filter((candidate) => candidate.round === round);
	const [wantedRubric, setRubric] = useState(params.get("rubric") ?? "");
	const rubric = rubrics.find((candidate) => candidate.id === wantedRubric) ?? rubrics[0];
	const form = useRef<HTMLFormElement>(null);
	// Null until there is a script: what is chosen without one is not known before it is sent.
	const [chosen, setChosen] = useState<Chosen | null>(null);
	const readChoices = () => form.current && setChosen(Object.fromEntries(new FormData(form.current)) as Chosen);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another round or level brings other questions
	useEffect(() => void readChoices(), [round, level]);
	return (
		<main id="main" className="mx-auto max-w-[1120px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Set up a round</h1>
			<p className="mt-2 text-ink-2">Everything has a sensible default. Change what matters to you, then start.</p>
			<Form
				ref={form}
				method="post"
				className="mt-6 grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_300px]"
				onChange={readChoices}
				onKeyDown={(event) => {
					if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
				}}
			>
				<div className="grid">
					<RefusalNote error={refused?.error} />
					<Row title="Round">
						<div className="grid grid-cols-2 gap-2 md:grid-cols-3">
							{setup.rounds.map((offered) => (
								<label key={offered.round} className="choice flex-col">
									<input
										type="radio"
										name="round"
										value={offered.round}
										checked={offered.round === round}
										onChange={() => setRound(offered.round)}
									/>
									<span className="text-accent">
										<RoundIcon round={offered.round} />
									</span>
									<span className="font-semibold text-balance">{offered.title}</span>
									<span className="meta">{offered.minutes[level]} min</span>
								</label>
							))}
						</div>
					</Row>
					<Row title="Level">
						<Segment name="level" label="Level" hideLabel options={LEVELS} value={level} onChange={setLevel} />
						<p className="meta mt-2">A 3 here means: {setup.levels.find((note) => note.id === level)?.means}</p>
					</Row>
					<Row
						title={round === "ml-warmup" ? "Items" : "Question"}
						note="The text stays hidden until the round starts."
					>
						{params.get("choice") === "different" && (
							<input type="hidden" name="avoid" value={params.get("question") ?? ""} />
						)}
						<div className="grid gap-2">
							{CHOICES[round === "ml-warmup" ? "exercises" : "question"].map((choice) => (
								<Choice
									key={choice.value}
									name="choice"
									{...choice}
									checked={again ? choice.value === "specific" : choice.value === "random"}
								/>
							))}
						</div>
						<label className="mt-3 block">
							<span className="label">Title</span>
							<select
								key={`${round}-${level}`}
								className="input"
								name="question"
								defaultValue={params.get("question") ?? questions[0]?.slug}
							>
								{questions.map((question) => (
									<option key={question.slug} value={question.slug}>
										{question.title}
										{question.seenAt ? " (seen)" : ""}
									</option>
								))}
							</select>
						</label>
					</Row>
					<Row title="Mode">
						<div className="grid gap-2 md:grid-cols-2">
							{MODES.map((mode) => (
								<Choice
									key={mode.value}
									name="mode"
									{...mode}
									checked={(params.get("mode") ?? "real") === mode.value}
								/>
							))}
						</div>
					</Row>
					<Row title="Time" note="Extra time never changes a score.">
						<Segment name="extraTime" label="Time" hideLabel options={TIMES} value="none" />
					</Row>
					{setup.model && (
						<Row title="Engine" note="The report says who worded the round and who graded it.">
							<div className="grid gap-2 md:grid-cols-2">
								<Choice
									name="engine"
									value="model"
									title={setup.model}
									text="A connected model words the round and judges it. Your answers go to its provider."
									checked
								/>
								<Choice
									name="engine"
									value="practice"
									title="Practice engine"
									text="Rules, offline and free. Scores are estimates."
									checked={false}
								/>
							</div>
						</Row>
					)}
					<Row title="Interviewer" note="Changes the words, never the rubric.">
						<div className="grid gap-2 md:grid-cols-3">
							{setup.personas.map((persona) => (
								<Choice
									key={persona.id}
									name="persona"
									value={persona.id}
									title={persona.title}
									text={persona.summary}
									checked={persona.id === "probing"}
								/>
							))}
						</div>
					</Row>
				</div>
				<aside className="grid gap-4 lg:sticky lg:top-6" aria-label="Before you start">
					<div className="card p-5">
						<h2 className="text-base">Before you start</h2>
						<SetupSummary setup={setup} round={round} level={level} rubric={rubric} chosen={chosen} />
						<button type="submit" className="btn primary mt-4 w-full" disabled={navigation.state !== "idle"}>
							{navigation.state === "idle" ? "Start the round" : "Starting"}
						</button>
						{chosen && (
							<p className="meta mt-2 text-center">
								or press <kbd>Ctrl ↵</kbd>
							</p>
						)}
					</div>
					<p className="meta flex gap-2 px-1">
						<ShieldCheck size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
						Tone, accent, pauses and faces are never analysed.
						{!setup.model && " The practice engine is free and your answers stay here."}
					</p>
					{rubric && (
						<div className="card p-5">
							<h2 className="text-base">What is graded</h2>
							{rubrics.length > 1 ? (
								<label className="mt-2 block">
									<span className="sr-only">Rubric</span>
									<select
										className="input"
										name="rubric"
										value={rubric.id}
										onChange={(event) => setRubric(event.target.value)}
									>
										{rubrics.map((offered) => (
											<option key={offered.id} value={offered.id}>
												{offered.title}, version {offered.version}
											</option>
										))}
									</select>
								</label>
							) : (
								<p className="meta mt-1">
									{rubric.title}, version {rubric.version}
								</p>
							)}
							<CriteriaWeights criteria={rubric.criteria} />
						</div>
					)}
				</aside>
			</Form>
		</main>
	);
}

function Row({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
	return (
		<section className="grid gap-3 border-b border-line py-5 md:grid-cols-[150px_minmax(0,1fr)]">
			<div>
				<h2 className="text-base">{title}</h2>
				{note && <p className="meta mt-1">{note}</p>}
			</div>
			<div>{children}</div>
		</section>
	);
}

function Choice(props: { name: string; value: string; title: string; text: string; checked: boolean }) {
	const { name, value, title, text, checked } = props;
	return (
		<label className="choice">
			<input type="radio" name={name} value={value} defaultChecked={checked} />
			<span className="radio" aria-hidden />
			<span>
				<span className="block font-semibold">{title}</span>
				<span className="meta block">{text}</span>
			</span>
		</label>
	);
}
