import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { Bot, Check, Cpu, Play, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import type { Level } from "~/core/content/schemas";
import type { Mode } from "~/core/interview/plan";
import { currentPerson } from "~/services/guest.server";
import { type HomeView, viewHome } from "~/services/home.server";
import { orThrow } from "~/services/http.server";
import { formatClock, LEVEL_TITLES } from "~/ui/format";
import { RoundIcon } from "~/ui/round-icon";
import { Score } from "~/ui/score";
import { Segment } from "~/ui/segment";
import { SessionRow } from "~/ui/session-row";

export const meta: MetaFunction = () => [{ title: "Practice – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	const home = await orThrow(viewHome({ person }));
	return { home, isGuest: person?.isGuest ?? null };
}

const LEVELS = (["junior", "mid", "senior", "staff"] as const).map((value) => ({ value, label: LEVEL_TITLES[value] }));
const MODES = [
	{ value: "real", label: "Real" },
	{ value: "study", label: "Study" },
] as const;

export default function Home() {
	const { home, isGuest } = useLoaderData<typeof loader>();
	const [level, setLevel] = useState<Level>("mid");
	const [mode, setMode] = useState<Mode>("real");
	const navigation = useNavigation();
	const starting = navigation.state !== "idle" ? navigation.formData?.get("round") : null;
	return (
		<main id="main" className="mx-auto max-w-[1200px] px-5 pt-8 pb-16 md:px-8 md:pt-12">
			<h1 className="text-2xl tracking-tight md:text-3xl">Practise the interview you are about to have</h1>
			{home.unfinished && <Unfinished unfinished={home.unfinished} />}
			<Form method="post" action="/setup">
				<div className="mt-3 grid gap-x-8 gap-y-7 lg:grid-cols-[minmax(0,620px)_auto] lg:items-end lg:justify-between">
					<p className="text-read text-ink-2">
						Pick a round and it starts. No account, no key. At the end you get a report in which every score points to
						something you said, drew or ran.
					</p>
					<div className="flex flex-wrap items-center gap-x-5 gap-y-3 xl:flex-nowrap">
						<Segment name="level" label="Level" options={LEVELS} value={level} onChange={setLevel} />
						<Segment name="mode" label="Mode" options={MODES} value={mode} onChange={setMode} />
					</div>
				</div>
				<p className="meta mt-2 lg:mt-3 lg:text-right">
					{home.levels.find((note) => note.id === level)?.means}{" "}
					{mode === "real" ? "Silence until the report." : "Feedback after each answer; left out of readiness."}
				</p>
				<section aria-label="Rounds" className="mt-5 grid gap-4 md:grid-cols-2 lg:grid-cols-3">
					{home.rounds.map((round) => (
						<article key={round.round} className="card flex flex-col p-4">
							<div className="flex items-center gap-2.5">
								<span className="text-accent">
									<RoundIcon round={round.round} />
								</span>
								<h2 className="text-read whitespace-nowrap">{round.title}</h2>
								<span className="meta num ml-auto whitespace-nowrap">{round.minutes[level]} min</span>
							</div>
							<p className="mt-2.5 flex-1 text-ink-2">{round.summary}</p>
							{round.firstUp && (
								<p className="meta mt-3">
									First up: <b>{round.firstUp}</b>
								</p>
							)}
							<div className="mt-4 flex gap-2">
								<button
									type="submit"
									name="round"
									value={round.round}
									className="btn tint flex-1"
									aria-label={`Start ${round.title}`}
								>
									<Play size={14} strokeWidth={1.75} aria-hidden />
									{starting === round.round ? "Starting" : "Start"}
								</button>
								<Link
									className="btn ghost icon"
									to={`/setup?round=${round.round}&level=${level}&mode=${mode}`}
									aria-label={`Set up ${round.title} first`}
								>
									<SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden />
								</Link>
							</div>
						</article>
					))}
				</section>
			</Form>
			<div className="mt-10 grid gap-8 lg:grid-cols-[minmax(0,1fr)_420px]">
				{home.recent.length > 0 ? <Recent recent={home.recent} /> : home.sample && <SampleScore sample={home.sample} />}
				<Engine model={home.model} />
			</div>
			{isGuest && (
				<p className="meta mt-10 flex flex-wrap gap-x-2 border-t border-line pt-5">
					<b>You are a guest.</b> Sessions are kept on this server for this browser.{" "}
					<Link className="link" to="/account">
						Keep them with an address and a password
					</Link>
				</p>
			)}
		</main>
	);
}

function Unfinished({ unfinished }: { unfinished: NonNullable<HomeView["unfinished"]> }) {
	return (
		<section className="card mt-6 flex flex-wrap items-center gap-4 p-4" aria-labelledby="unfinished">
			<div className="min-w-0 flex-1">
				<h2 id="unfinished" className="text-base">
					Unfinished: {unfinished.title}
				</h2>
				<p className="meta mt-0.5">
					{unfinished.roundTitle}, {unfinished.phaseTitle}
					{unfinished.leftMs !== null && `, ${formatClock(unfinished.leftMs)} left`}. The clock is stopped while you are
					away.
				</p>
			</div>
			<Link className="btn primary" to={`/interviews/${unfinished.id}`}>
				Go on
			</Link>
		</section>
	);
}

function Recent({ recent }: { recent: HomeView["recent"] }) {
	return (
		<section aria-labelledby="recent">
			<h2 id="recent" className="text-lg">
				Recent sessions
			</h2>
			<ul className="card mt-3">
				{recent.map((session) => (
					<SessionRow key={session.id} session={session} />
				))}
			</ul>
			<p className="mt-3">
				<Link className="link" to="/samples">
					Sample interviews with our grades
				</Link>
			</p>
		</section>
	);
}

function SampleScore({ sample }: { sample: NonNullable<HomeView["sample"]> }) {
	const { criterion, name } = sample;
	return (
		<section aria-labelledby="sample">
			<h2 id="sample" className="text-lg">
				What a score looks like here
			</h2>
			<div className="card mt-3 p-5">
				<p className="eyebrow mb-2">From a sample, written and graded by us</p>
				<div className="flex flex-wrap items-center gap-3">
					<h3 className="text-base">{criterion.title}</h3>
					<Score score={criterion.ours} />
					<span className="meta ml-auto">{criterion.weight} of 100 weight</span>
				</div>
				<blockquote className="quote mt-4 text-read">
					<mark>{criterion.quote}</mark>
				</blockquote>
				{criterion.where && (
					<p className="meta mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
						<span className="ref">
							turn {criterion.where.turn} · {formatClock(criterion.where.atMs)}
						</span>
						<span className="flex items-center gap-1.5 text-pos">
							<Check size={14} aria-hidden />
							Quote found word for word
						</span>
					</p>
				)}
				{criterion.next && (
					<p className="mt-4 border-t border-line pt-4 text-ink-2">
						<b className="font-semibold text-ink">What a {criterion.next.score} needs:</b> {criterion.next.text}
					</p>
				)}
				<p className="mt-4">
					<Link className="link" to={`/samples/${name}`}>
						Read the whole sample
					</Link>{" "}
					<Link className="link ml-3" to="/samples">
						All samples
					</Link>
				</p>
			</div>
		</section>
	);
}

const PRACTICE_PARTS = [
	["Interviewer", "Follows rules: probes the weakest open point, hints at a published price"],
	["Scores", "Estimates by rules, each with the words it rests on"],
	["Your answers", "Stay on this machine"],
] as const;

const MODEL_PARTS = [
	["Interviewer", "A model words each turn; code decides what is asked and guards what is said"],
	["Scores", "A model judges each criterion; quotes are checked word for word"],
	["Your answers", "Go to the connected provider while a round with it runs and is graded"],
] as const;

function Engine({ model }: { model: string | null }) {
	return (
		<section aria-labelledby="engine">
			<h2 id="engine" className="text-lg">
				What is running right now
			</h2>
			<div className="card mt-3 p-5">
				<div className="flex items-center gap-2.5">
					{model ? (
						<Bot size={20} strokeWidth={1.75} className="text-accent" aria-hidden />
					) : (
						<Cpu size={20} strokeWidth={1.75} className="text-accent" aria-hidden />
					)}
					<div>
						<b className="font-semibold">{model ?? "Practice engine"}</b>
						<div className="meta">
							{model ? "A connected model." : "Rules, not a model. Offline. Nothing leaves this machine."}
						</div>
					</div>
				</div>
				<dl className="mt-3 text-sm">
					{(model ? MODEL_PARTS : PRACTICE_PARTS).map(([part, what]) => (
						<div key={part} className="flex gap-2.5 border-b border-line py-2 last:border-0">
							<dt className="w-28 shrink-0 font-medium">{part}</dt>
							<dd className="text-ink-2">{what}</dd>
						</div>
					))}
				</dl>
				<p className="mt-3">
					<Link className="link" to="/models">
						{model ? "Models" : "Connect a model"}
					</Link>
				</p>
			</div>
		</section>
	);
}
