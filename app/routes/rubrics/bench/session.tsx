import { Link } from "@remix-run/react";
import type { BlindSession } from "~/services/people-agreement.server";

/** The set several people grade blind, one interview after the other; where they differ stands below afterwards. */
export function Session({ session }: { session: BlindSession }) {
	const { total, graded, left, seen } = session;
	const [next] = left;
	return (
		<section className="mt-10" aria-labelledby="session">
			<h2 id="session" className="text-lg">
				Grade the set blind
			</h2>
			<p className="meta mt-1 max-w-[720px]">
				Everybody who may read these interviews grades the same set without seeing each other's scores or the machine's.
				Where you differ is shown once you have graded an interview too.
			</p>
			{seen > 0 && (
				<p className="mt-2 max-w-[720px] text-sm">
					You have seen scores of the machine for {seen === left.length ? "all" : seen} of the {left.length} that{" "}
					{left.length === 1 ? "is" : "are"} left, in a report or on this bench. Your grades of those are kept as
					assisted and left out of every figure on this page.
				</p>
			)}
			<p className="mt-3 flex flex-wrap items-center gap-3">
				<b className="num">
					{graded} of {total} graded by you
				</b>
				{next ? (
					<Link className="btn sm" to={`/interviews/${next.id}/grade`}>
						Next: {next.title}
					</Link>
				) : (
					<span className="meta">Nothing is left.</span>
				)}
			</p>
		</section>
	);
}
