import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ArrowLeft, Copy, ListTree, MessagesSquare, PenTool, SquareCode } from "lucide-react";
import { useMemo, useState } from "react";
import { stepsUntil } from "~/core/interview/code/code-replay";
import { requirePerson } from "~/services/guest.server";
import { orThrow } from "~/services/http.server";
import { viewReplay } from "~/services/replay.server";
import { formatClock, formatDate, LEVEL_TITLES, MODE_TITLES } from "~/ui/format";
import { BoardAt } from "./board-at";
import { CodeAt } from "./code-at";
import { Moments } from "./moments";
import { Talk } from "./talk";
import { Timeline } from "./timeline";
import { usePlayer } from "./use-player";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? `Replay: ${data.replay.title} – Mockingbird` : "Mockingbird" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const replay = await orThrow(requirePerson(request).then((person) => viewReplay({ id: params.id ?? "", person })));
	const asked = new URL(request.url).searchParams;
	const seconds = Number(asked.get("at") ?? 0);
	const line = Number(asked.get("line") ?? 0);
	return {
		replay,
		// A link names whole seconds; what happened within the second belongs to it.
		startMs: asked.has("at") && Number.isFinite(seconds) ? seconds * 1_000 + 999 : 0,
		wanted: Number.isInteger(line) && line > 0 ? { file: asked.get("file") ?? "", line } : null,
	};
}

/** The talk beside the code or the board, both at the same second. */
export default function Replay() {
	const { replay, startMs, wanted } = useLoaderData<typeof loader>();
	const player = usePlayer(replay, startMs);
	const { atMs, goTo } = player;
	const [follow, setFollow] = useState(true);
	const [pane, setPane] = useState<"talk" | "work" | "events">("talk");
	const turns = useMemo(() => replay.turns.map((turn) => ({ atMs: turn.atMs })), [replay.turns]);
	const moments = useMemo(() => replay.moments.map(({ fromMs }) => ({ atMs: fromMs })), [replay.moments]);
	const runs = useMemo(() => replay.moments.filter(({ kind }) => kind === "run"), [replay.moments]);
	const work = replay.code ? "Code" : replay.board ? "Board" : null;
	const onPhone = (name: typeof pane) => (pane === name ? "" : "max-lg:hidden");
	return (
		<main id="main" className={`replay ${work ? "" : "no-work"}`}>
			<div className="flex min-w-0 items-center gap-3 border-b border-line bg-surface px-5 max-md:px-3">
				<Link
					className="btn ghost icon sm"
					to={`/interviews/${replay.interviewId}/report`}
					aria-label="Back to the report"
				>
					<ArrowLeft size={16} aria-hidden />
				</Link>
				<h1 className="truncate text-base">{replay.title}</h1>
				<span className="meta shrink-0 max-lg:hidden">
					{LEVEL_TITLES[replay.level]}, {MODE_TITLES[replay.mode]}, {formatDate(replay.startedAt)}
				</span>
				<span className="ml-auto flex shrink-0 gap-2">
					<CopyMoment atMs={atMs} />
					<Link className="btn sm" to={`/interviews/${replay.interviewId}/report`}>
						Report
					</Link>
				</span>
			</div>
			<div className="replay-panes">
				<section
					className={`flex min-h-0 min-w-0 flex-col border-line bg-surface lg:border-r ${onPhone("talk")}`}
					aria-label="Transcript"
				>
					<div className="flex min-h-10 shrink-0 items-center border-b border-line px-4">
						<h2 className="text-sm">Transcript</h2>
						<label className="ml-auto flex items-center gap-2 text-sm text-ink-2">
							<input type="checkbox" checked={follow} onChange={(event) => setFollow(event.target.checked)} />
							Follow
						</label>
					</div>
					<Talk
						replay={replay}
						candidate={replay.ownRound ? "You" : "Candidate"}
						current={stepsUntil(turns, atMs) - 1}
						follow={follow}
						goTo={goTo}
					/>
				</section>
				{work && (
					<div className={`flex min-h-0 min-w-0 ${onPhone("work")}`}>
						{replay.code && <CodeAt code={replay.code} runs={runs} atMs={atMs} wanted={wanted} />}
						{!replay.code && replay.board && (
							<section className="flex min-h-0 min-w-0 flex-1 flex-col" aria-label="Board">
								<div className="flex min-h-10 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
									<h2 className="text-sm">
										Board at <span className="num">{formatClock(atMs)}</span>
									</h2>
									<span className="meta num">
										change{" "}
										{stepsUntil(
											replay.board.map((at) => ({ atMs: at })),
											atMs,
										)}{" "}
										of {replay.board.length}
									</span>
								</div>
								<BoardAt
									id={replay.interviewId}
									atMs={replay.board.findLast((moment) => moment <= atMs) ?? 0}
									className="flex-1"
								/>
							</section>
						)}
					</div>
				)}
				<section
					className={`flex min-h-0 min-w-0 flex-col border-line bg-surface lg:border-l ${onPhone("events")} ${replay.board && !replay.code ? "max-xl:hidden" : ""}`}
					aria-label="Events"
				>
					<div className="flex min-h-10 shrink-0 items-center border-b border-line px-4">
						<h2 className="text-sm">Events</h2>
					</div>
					<Moments moments={replay.moments} current={stepsUntil(moments, atMs) - 1} follow={follow} goTo={goTo} />
				</section>
			</div>
			<Timeline replay={replay} player={player} />
			<nav className="pane-bar lg:!hidden" aria-label="Panes">
				{(
					[
						["talk", "Transcript", MessagesSquare],
						...(work ? ([["work", work, replay.code ? SquareCode : PenTool]] as const) : []),
						["events", "Events", ListTree],
					] as const
				).map(([name, title, Icon]) => (
					<button key={name} type="button" aria-pressed={pane === name} onClick={() => setPane(name)}>
						<Icon size={20} strokeWidth={1.75} aria-hidden />
						<span>{title}</span>
					</button>
				))}
			</nav>
		</main>
	);
}

/** The address of this moment, for somebody who may read the round. */
function CopyMoment({ atMs }: { atMs: number }) {
	const [copied, setCopied] = useState<number | null>(null);
	const second = Math.floor(atMs / 1_000);
	const copy = () => {
		const { origin, pathname } = window.location;
		void navigator.clipboard?.writeText(`${origin}${pathname}?at=${second}`).then(() => setCopied(second));
	};
	return (
		<button type="button" className="btn sm max-lg:hidden" onClick={copy}>
			<Copy size={14} aria-hidden />
			{copied === second ? "Copied" : `Copy link to ${formatClock(atMs)}`}
		</button>
	);
}
