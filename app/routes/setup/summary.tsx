import type { ReactNode } from "react";
import type { Level, Round } from "~/core/content/schemas";
import type { SetupRubric, SetupView } from "~/services/setup.server";
import { LEVEL_TITLES } from "~/ui/format";

/** The fields of the form as they stand. */
export type Chosen = Partial<Record<"choice" | "question" | "mode" | "extraTime" | "persona" | "engine", string>>;

interface SummaryProps {
	setup: SetupView;
	round: Round;
	level: Level;
	rubric: SetupRubric | undefined;
	chosen: Chosen | null;
}

/** What is about to start and what it will cost, in one glance. */
export function SetupSummary(props: SummaryProps) {
	const { setup, round, level, rubric, chosen } = props;
	const title = setup.rounds.find((offered) => offered.round === round)?.title ?? round;
	const lines = chosen ? linesOf({ ...props, chosen }) : [];
	return (
		<>
			<dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
				<Line name="Round">{title}</Line>
				<Line name="Level">{LEVEL_TITLES[level]}</Line>
				{lines.map(([name, value]) => (
					<Line key={name} name={name}>
						{value}
					</Line>
				))}
				{rubric && <Line name="Rubric">version {rubric.version}</Line>}
			</dl>
			{setup.model && <Cost setup={setup} round={round} practice={chosen?.engine === "practice"} />}
		</>
	);
}

const TIMES: Record<string, (minutes: number) => string> = {
	none: (minutes) => `${minutes} min`,
	quarter: (minutes) => `${Math.round(minutes * 1.25)} min`,
	half: (minutes) => `${Math.round(minutes * 1.5)} min`,
	untimed: () => "untimed",
};

function linesOf(input: SummaryProps & { chosen: Chosen }): [string, string][] {
	const { setup, round, level, chosen } = input;
	const minutes = setup.rounds.find((offered) => offered.round === round)?.minutes[level] ?? 0;
	const question = setup.questions.find((offered) => offered.slug === chosen.question);
	const persona = setup.personas.find((offered) => offered.id === chosen.persona);
	const time = TIMES[chosen.extraTime ?? "none"]?.(minutes) ?? "";
	const named = chosen.choice === "specific" ? question?.title : undefined;
	const asked: [string, string] =
		round === "ml-warmup" ? ["Items", named ? `${named}, then two others` : "Any three"] : ["Question", named ?? "Any"];
	return [
		asked,
		["Mode", `${chosen.mode === "study" ? "Study" : "Real"}, ${time}`],
		["Interviewer", persona?.title ?? ""],
	];
}

function Cost({ setup, round, practice }: { setup: SetupView; round: Round; practice: boolean }) {
	const estimate = setup.estimates[round];
	const past = setup.past[round];
	if (practice)
		return (
			<Part figure="$0.00">
				<p className="meta mt-1.5">The practice engine is free.</p>
			</Part>
		);
	if (!estimate)
		return (
			<Part figure="unknown">
				<p className="meta mt-1.5">A price is not in our list. Usage counts its tokens.</p>
			</Part>
		);
	return (
		<Part figure={range(estimate)}>
			<dl className="meta num mt-1.5 grid grid-cols-[1fr_auto] gap-y-1">
				<dt>Interview, about {estimate.turns} turns</dt>
				<dd>{range(estimate.interview)}</dd>
				<dt>Grading, {estimate.criteria} criteria</dt>
				<dd>{estimate.grading ? range(estimate.grading) : "by rules, free"}</dd>
			</dl>
			{past && (
				<p className="meta mt-2">
					{past.rounds === 1
						? `Your last round of this kind cost ${dollars(past.high)}.`
						: `Your last ${past.rounds} rounds of this kind cost ${range(past)}.`}
				</p>
			)}
			{setup.budget !== null && (
				<p className="meta mt-2">
					At {dollars(setup.budget)} the model stops, and you can go on with the practice engine.
				</p>
			)}
		</Part>
	);
}

function Part({ figure, children }: { figure: string; children: ReactNode }) {
	return (
		<div className="mt-4 border-t border-line pt-4">
			<p className="flex flex-wrap items-baseline gap-x-3">
				<span className="text-sm text-ink-2">Estimated cost</span>
				<span className="num ml-auto text-lg font-semibold">{figure}</span>
			</p>
			{children}
		</div>
	);
}

function Line({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-ink-3">{name}</dt>
			<dd className="text-right font-medium">{children}</dd>
		</>
	);
}

function range({ low, high }: { low: number; high: number }): string {
	const [from, to] = [dollars(low), dollars(high)];
	return from === to ? from : `${from}–${to.slice(1)}`;
}

/** Never zero for what is not free. */
function dollars(amount: number): string {
	return `$${Math.max(0.01, amount).toFixed(2)}`;
}
