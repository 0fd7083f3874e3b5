import { Form, Link } from "@remix-run/react";
import type { QuestionView } from "~/services/questions.server";
import { formatDate } from "~/ui/format";
import { ShareSelect } from "~/ui/share-select";
import { VersionChanges } from "~/ui/version-changes";

export function Manage({ view, busy }: { view: QuestionView; busy: boolean }) {
	const { organization, offered, archived, mayEdit, version, round, slug } = view;
	return (
		<section className="card grid gap-3 p-4" aria-label="Use and share">
			{version !== null && !archived && (
				<Link className="link" to={`/setup?round=${round}&choice=specific&question=${slug}`}>
					Practise with v{version}
				</Link>
			)}
			{offered.length > 0 && (
				<Form method="post" className="flex items-center gap-2">
					<span className="meta shrink-0">Shared with</span>
					<ShareSelect offered={offered} value={organization?.id ?? null} />
					<button type="submit" name="intent" value="share" className="btn" disabled={busy}>
						Set
					</button>
				</Form>
			)}
			<Form method="post">
				<button
					type="submit"
					name="intent"
					value={archived ? "restore" : "archive"}
					className="btn sm"
					disabled={busy || !mayEdit}
				>
					{archived ? "Take back from the archive" : "Archive"}
				</button>
			</Form>
		</section>
	);
}

/** Who published what, when and why. */
export function History({ view }: { view: QuestionView }) {
	return (
		<section className="card p-4" aria-labelledby="history">
			<h2 id="history" className="text-base">
				History
			</h2>
			{view.history.length === 0 && <p className="meta mt-1">Never published.</p>}
			<ol className="mt-2 grid gap-3 text-sm">
				{view.history.map((entry) => (
					<li key={entry.version} className="grid grid-cols-[34px_1fr] gap-x-2">
						<b className="num font-semibold">v{entry.version}</b>
						<div className="min-w-0">
							<p className="break-words">{entry.reason}</p>
							<p className="meta">
								{[formatDate(entry.publishedAt), entry.publishedBy].filter(Boolean).join(", ")}
								{entry.source !== "" && (
									<>
										,{" "}
										<a className="link" href={`/questions/${view.id}/markdown?version=${entry.version}`} download>
											Markdown
										</a>
									</>
								)}
							</p>
							<VersionChanges changes={entry.changes} />
						</div>
					</li>
				))}
			</ol>
		</section>
	);
}
