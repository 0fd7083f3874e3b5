import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { Play } from "lucide-react";
import { orThrow } from "~/services/http.server";
import { type SampleCriterion, viewSample } from "~/services/samples.server";
import { formatClock, LEVEL_TITLES } from "~/ui/format";
import { Score } from "~/ui/score";
import { Transcript } from "~/ui/transcript";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? `Sample: ${data.sample.questionTitle} – Mockingbird` : "Mockingbird" },
];

export async function loader({ params }: LoaderFunctionArgs) {
	return { sample: await orThrow(viewSample({ name: params.name ?? "" })) };
}

export default function Sample() {
	const { sample } = useLoaderData<typeof loader>();
	const marks = new Map<number, [number, number][]>();
	for (const { where } of sample.criteria) {
		if (where) marks.set(where.seq, [...(marks.get(where.seq) ?? []), [where.from, where.to]]);
	}
	return (
		<main id="main" className="mx-auto max-w-[960px] px-5 pt-8 pb-16 md:px-8">
			<p className="meta">
				{sample.roundTitle}, {LEVEL_TITLES[sample.level]} · {sample.label}
			</p>
			<h1 className="mt-1 text-2xl">{sample.questionTitle}</h1>
			<Form method="post" action="/setup" className="mt-4">
				<input type="hidden" name="level" value={sample.level} />
				<input type="hidden" name="mode" value="real" />
				<button type="submit" name="round" value={sample.round} className="btn tint">
					<Play size={14} strokeWidth={1.75} aria-hidden />
					Practise this round
				</button>
			</Form>
			<section className="mt-8 grid gap-3" aria-labelledby="grades">
				<h2 id="grades" className="text-lg">
					Our grades, and the estimate of the rules
				</h2>
				{sample.criteria.map((criterion) => (
					<Graded key={criterion.id} criterion={criterion} />
				))}
			</section>
			<section className="mt-12" aria-labelledby="record">
				<h2 id="record" className="text-lg">
					The record
				</h2>
				<div className="card mt-3 p-5">
					<Transcript turns={sample.transcript} marks={marks} />
				</div>
			</section>
		</main>
	);
}

function Graded({ criterion }: { criterion: SampleCriterion }) {
	const { where, next } = criterion;
	return (
		<article className="card p-5" id={`c-${criterion.id}`}>
			<div className="flex flex-wrap items-center gap-x-4 gap-y-1">
				<h3 className="min-w-0 flex-1 basis-[220px] text-base">{criterion.title}</h3>
				<span className="meta">we say</span>
				<Score score={criterion.ours} />
				<span className="meta">rules estimate</span>
				<Score score={criterion.rules} word={false} />
			</div>
			<p className="mt-3 max-w-[640px] text-ink-2">{criterion.reason}</p>
			{where && (
				<>
					<blockquote className="quote mt-3">
						<mark className="said">{criterion.quote}</mark>
					</blockquote>
					<p className="mt-1.5">
						<a className="ref" href={`#e${where.seq}`}>
							turn {where.turn} · {formatClock(where.atMs)}
						</a>
					</p>
				</>
			)}
			{next && (
				<p className="mt-3 border-t border-line pt-3 text-sm text-ink-2">
					<b className="font-semibold text-ink">What a {next.score} needs:</b> {next.text}
				</p>
			)}
		</article>
	);
}
