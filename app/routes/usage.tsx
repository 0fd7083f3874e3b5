import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { requirePerson } from "~/services/guest.server";
import { orThrow } from "~/services/http.server";
import { type UsageRow, viewUsage, type Waiting } from "~/services/usage.server";

export const meta: MetaFunction = () => [{ title: "Usage – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	return { usage: await orThrow(requirePerson(request).then(viewUsage)) };
}

export default function Usage() {
	const { usage } = useLoaderData<typeof loader>();
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
				those of the day; a model without a known price is counted in tokens, never as free. Tokens are what the
				provider reported; for calls marked estimated it reported none.
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
					<WaitingTable rows={usage.waiting} />
					<section className="mt-8 max-w-[400px]">
						<h2 className="text-lg">Failures</h2>
						<dl className="num mt-2 grid grid-cols-[1fr_auto] gap-y-1 text-sm">
							{usage.errors.length === 0 && <Pair name="None" value="" />}
							{usage.errors.map(({ kind, count }) => (
								<Pair key={kind} name={kind.replaceAll("_", " ")} value={`${count} of ${usage.total.calls}`} />
							))}
						</dl>
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
		<Sheet title={title} heads={["Name", "Calls", "Tokens in", "From cache", "Tokens out", "Estimated", "Cost"]}>
			{rows.map((row) => (
				<tr key={row.href ?? row.name} className="border-b border-line last:border-0">
					<td className="px-4 py-2 font-medium">
						{row.href ? (
							<Link className="link" to={row.href}>
								{row.name}
							</Link>
						) : (
							row.name
						)}
					</td>
					<Figure>{row.calls}</Figure>
					<Figure>{row.input.toLocaleString("en-GB")}</Figure>
					<Figure>{Math.round(row.cacheHits * 100)} %</Figure>
					<Figure>{row.output.toLocaleString("en-GB")}</Figure>
					<Figure>{row.estimated === 0 ? "none" : `${row.estimated} of ${row.calls}`}</Figure>
					<Figure>{cost(row)}</Figure>
				</tr>
			))}
		</Sheet>
	);
}

function WaitingTable({ rows }: { rows: Waiting[] }) {
	if (rows.length === 0) return null;
	return (
		<Sheet
			title="Waiting: within how long half, and 95 %, of the answers came"
			heads={["Purpose", "Answers", "First word, half", "First word, 95 %", "Whole answer, half", "Whole answer, 95 %"]}
		>
			{rows.map((row) => (
				<tr key={row.name} className="border-b border-line last:border-0">
					<td className="px-4 py-2 font-medium">{row.name}</td>
					<Figure>{row.calls}</Figure>
					<Figure>{seconds(row.ttftP50)}</Figure>
					<Figure>{seconds(row.ttftP95)}</Figure>
					<Figure>{seconds(row.totalP50)}</Figure>
					<Figure>{seconds(row.totalP95)}</Figure>
				</tr>
			))}
		</Sheet>
	);
}

function Sheet({ title, heads, children }: { title: string; heads: string[]; children: ReactNode }) {
	const [first, ...rest] = heads;
	return (
		<section className="mt-8">
			<h2 className="text-lg">{title}</h2>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard */}
			<section className="card mt-2 overflow-x-auto" tabIndex={0} aria-label={title}>
				<table className="num w-full text-sm">
					<thead>
						<tr className="border-b border-line text-left text-ink-3">
							<th className="px-4 py-2 font-medium">{first}</th>
							{rest.map((head) => (
								<th key={head} className="px-4 py-2 text-right font-medium">
									{head}
								</th>
							))}
						</tr>
					</thead>
					<tbody>{children}</tbody>
				</table>
			</section>
		</section>
	);
}

function Figure({ children }: { children: ReactNode }) {
	return <td className="px-4 py-2 text-right whitespace-nowrap">{children}</td>;
}

function cost({ costMicros, unpriced, calls }: UsageRow): string {
	if (unpriced === calls) return "unknown";
	const known = costMicros > 0 && costMicros < 5_000 ? "under $0.01" : `$${(costMicros / 1e6).toFixed(2)}`;
	return `${known}${unpriced > 0 ? " and unknown" : ""}`;
}

function seconds(ms: number | null): string {
	return ms === null ? "–" : `${(ms / 1000).toFixed(1)} s`;
}
