import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { requirePerson } from "~/services/guest.server";
import { orThrow } from "~/services/http.server";
import { type UsageRow, viewUsage } from "~/services/usage.server";

export const meta: MetaFunction = () => [{ title: "Usage – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	return { usage: await orThrow(requirePerson(request).then(viewUsage)) };
}

export default function Usage() {
	const { usage } = useLoaderData<typeof loader>();
	const { latency } = usage;
	return (
		<main id="main" className="mx-auto max-w-[960px] px-5 pt-8 pb-16 md:px-8">
			<div className="flex flex-wrap items-center gap-3">
				<h1 className="flex-1 text-2xl">Usage</h1>
				<a className="btn sm" href="/usage/export" download>
					<Download size={14} strokeWidth={1.75} aria-hidden />
					CSV
				</a>
			</div>
			<p className="mt-2 max-w-[640px] text-ink-2">
				Every attempt at a model{usage.ofServer ? " on this server" : " for you"}, also those that failed. Prices are
				those of the day; a model without a known price is counted in tokens, never as free.
			</p>
			{usage.truncated && <p className="meta mt-2">Only the newest calls are summed up here.</p>}
			{usage.total.calls === 0 ? (
				<p className="mt-6 text-ink-2">
					No model has been called yet.{" "}
					<Link className="link" to="/models">
						Connect one
					</Link>
				</p>
			) : (
				<>
					<Table title="In all" rows={[usage.total]} />
					<Table title="By purpose" rows={usage.byPurpose} />
					<Table title="By model" rows={usage.byModel} />
					<Table title="By round" rows={usage.byInterview} />
					<section className="mt-8 grid gap-6 md:grid-cols-2">
						<div>
							<h2 className="text-lg">Waiting</h2>
							<dl className="num mt-2 grid grid-cols-[1fr_auto] gap-y-1 text-sm">
								<Pair name="First word, half of the calls within" value={seconds(latency.ttftP50)} />
								<Pair name="First word, 95 % within" value={seconds(latency.ttftP95)} />
								<Pair name="Whole answer, half within" value={seconds(latency.totalP50)} />
								<Pair name="Whole answer, 95 % within" value={seconds(latency.totalP95)} />
							</dl>
						</div>
						<div>
							<h2 className="text-lg">Failures</h2>
							<dl className="num mt-2 grid grid-cols-[1fr_auto] gap-y-1 text-sm">
								{usage.errors.length === 0 && <Pair name="None" value="" />}
								{usage.errors.map((error) => (
									<Pair key={error.kind} name={error.kind.replaceAll("_", " ")} value={String(error.count)} />
								))}
							</dl>
						</div>
					</section>
				</>
			)}
		</main>
	);
}

function Pair({ name, value }: { name: string; value: string }) {
	return (
		<>
			<dt className="text-ink-2">{name}</dt>
			<dd>{value}</dd>
		</>
	);
}

function Table({ title, rows }: { title: string; rows: UsageRow[] }) {
	if (rows.length === 0) return null;
	return (
		<section className="mt-8">
			<h2 className="text-lg">{title}</h2>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard */}
			<section className="card mt-2 overflow-x-auto" tabIndex={0} aria-label={title}>
				<table className="num w-full text-sm">
					<thead>
						<tr className="border-b border-line text-left text-ink-3">
							<th className="px-4 py-2 font-medium">Name</th>
							<th className="px-4 py-2 text-right font-medium">Calls</th>
							<th className="px-4 py-2 text-right font-medium">Tokens in</th>
							<th className="px-4 py-2 text-right font-medium">From cache</th>
							<th className="px-4 py-2 text-right font-medium">Tokens out</th>
							<th className="px-4 py-2 text-right font-medium">Cost</th>
						</tr>
					</thead>
					<tbody>
						{rows.map((row) => (
							<tr key={row.name} className="border-b border-line last:border-0">
								<td className="px-4 py-2 font-medium">{row.name}</td>
								<td className="px-4 py-2 text-right">{row.calls}</td>
								<td className="px-4 py-2 text-right">{row.input.toLocaleString("en-GB")}</td>
								<td className="px-4 py-2 text-right">{Math.round(row.cacheHits * 100)} %</td>
								<td className="px-4 py-2 text-right">{row.output.toLocaleString("en-GB")}</td>
								<td className="px-4 py-2 text-right">{cost(row)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</section>
	);
}

function cost({ costMicros, unpriced, calls }: UsageRow): string {
	if (unpriced === calls) return "unknown";
	return `$${(costMicros / 1e6).toFixed(2)}${unpriced > 0 ? " and unknown" : ""}`;
}

function seconds(ms: number | null): string {
	return ms === null ? "–" : `${(ms / 1000).toFixed(1)} s`;
}
