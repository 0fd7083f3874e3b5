import type { MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { orThrow } from "~/services/http.server";
import { listSamples } from "~/services/samples.server";
import { LEVEL_TITLES } from "~/ui/format";
import { RoundIcon } from "~/ui/round-icon";

export const meta: MetaFunction = () => [{ title: "Sample interviews – Mockingbird" }];

export async function loader() {
	return { samples: await orThrow(listSamples()) };
}

export default function Samples() {
	const { samples } = useLoaderData<typeof loader>();
	return (
		<main id="main" className="mx-auto max-w-[960px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Sample interviews</h1>
			<p className="mt-2 max-w-[640px] text-ink-2">
				Written and graded by us, three for each round. They show what the levels mean, and where the estimate of the
				practice engine differs from a person's grade.
			</p>
			<ul className="card mt-5">
				{samples.map((sample) => (
					<li key={sample.name} className="flex items-center gap-4 border-b border-line px-4 py-3 last:border-0">
						<span className="text-accent">
							<RoundIcon round={sample.round} />
						</span>
						<div className="min-w-0 flex-1">
							<Link className="font-medium hover:underline" to={`/samples/${sample.name}`}>
								{sample.questionTitle}
							</Link>
							<p className="meta">
								{sample.roundTitle}, {LEVEL_TITLES[sample.level]}
							</p>
						</div>
						<span className="tag">{sample.name.split("-").at(-1)}</span>
					</li>
				))}
			</ul>
		</main>
	);
}
