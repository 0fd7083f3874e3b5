import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { RoomInput } from "~/core/interview/input";
import type { RoomView } from "~/core/interview/room-view";
import { formatClock } from "~/ui/format";
import { PanelEdge, sizeStyle, usePanelSize } from "~/ui/panel-edge";
import { useHydrated } from "~/ui/use-hydrated";
import { ActionsMenu, type RoomAction } from "./actions-menu";
import { BriefFold } from "./brief-fold";
import { CodePanel } from "./code/code-panel";
import { Composer } from "./composer";
import { Conversation } from "./conversation";
import { type Pane, PaneBar } from "./pane-bar";
import { Rail } from "./rail";
import { RoomBar } from "./room-bar";
import { SidePanel, TaskCards } from "./side-panel";
import { useClock } from "./use-clock";
import { useDraft } from "./use-draft";
import { useRegions } from "./use-regions";
import { useRoom } from "./use-room";
import { useVoice } from "./voice/use-voice";
import { VoiceDialog } from "./voice/voice-dialog";

/** Seconds before the clock closes the round at which what is in the box is handed over by itself. */
const LAST_CALL_MS = 4_000;
const GRACE_MS = 120_000;
/** Where there is room; under 1280 pixels the talk is narrower. */
const TALK_WIDTHS: Partial<Record<RoomView["round"], string>> = {
	coding: "xl:[--talk:400px]",
	"system-design": "xl:[--talk:372px]",
	"rag-deep-dive": "xl:[--talk:420px]",
	"agent-design": "xl:[--talk:420px]",
	"ml-warmup": "xl:[--talk:480px]",
};

export function RoomPage(props: {
	initial: RoomView;
	refused: string | null;
	/** The page was asked without a script to end the round, and asks back. */
	asksEnd: boolean;
	/** Where a recording would go; null when no model that hears is connected. */
	hears: string | null;
}) {
	const { initial, refused, asksEnd, hears } = props;
	const room = useRoom(initial);
	const { view, send, writing } = room;
	const { elapsedMs, leftMs } = useClock({ clock: view.clock, takenAt: room.takenAt });
	const draft = useDraft({ id: view.id, initial: initial.draft, active: view.status === "running" });
	const [ending, setEnding] = useState(false);
	const [spoken, setSpoken] = useState("");
	const flushCode = useRef<(() => Promise<void>) | null>(null);
	const [pane, setPane] = useState<Pane>("talk");
	const [table, setTable] = useState("brief");
	const [tests, setTests] = useState<{ passed: number; total: number } | null>(null);
	const talkSize = usePanelSize(`${initial.round}:talk`);
	const main = useRef<HTMLElement>(null);
	const box = useRef<HTMLTextAreaElement>(null);
	const menu = useRef<HTMLDialogElement>(null);
	const endDialog = useRef<HTMLDialogElement>(null);
	const voice = useVoice({ view, where: hears, box, onText: draft.change });
	const { stopReading } = voice;
	const lastCall = useRef(false);
	useRegions();

	const hydrated = useHydrated();
	const busy = hydrated && (writing || view.turn === "interviewer");
	const roomy = view.round === "behavioral";
	const coding = view.round === "coding";
	const quote = (text: string) => {
		draft.change(draft.text === "" ? `${text} ` : `${draft.text.trimEnd()} ${text} `);
		setPane("talk");
		box.current?.focus();
	};

	const showPane = (next: Pane) => {
		setPane(next);
		const lastCase = view.cards.filter((card) => card.open).at(-1)?.id ?? "brief";
		if (next !== "talk") setTable(next === "case" ? lastCase : next);
	};

	const say = useCallback(
		async (handsOver: boolean) => {
			if (handsOver) stopReading();
			const text = draft.text;
			const stored = await send({ kind: "message", text, handsOver, clientId: crypto.randomUUID() });
			if (stored) draft.clear(text);
			box.current?.focus();
		},
		[draft, send, stopReading],
	);
	const act = useCallback(
		(intent: string) => {
			const input: RoomInput =
				intent === "focus-1" || intent === "focus-2"
					? { kind: "focus", minutes: intent === "focus-1" ? 1 : 2, clientId: crypto.randomUUID() }
					: {
							kind: intent as "pass" | "hint" | "skip" | "pause" | "resume" | "retry" | "use-practice",
							clientId: crypto.randomUUID(),
						};
			void send(input);
		},
		[send],
	);
	const end = useCallback(async () => {
		setEnding(true);
		await flushCode.current?.();
		if (draft.text.trim() !== "" && view.turn !== "interviewer") await say(false);
		await send({ kind: "end", clientId: crypto.randomUUID() });
		setEnding(false);
	}, [draft.text, say, send, view.turn]);

	useEffect(() => {
		const total = view.clock.totalMs;
		if (lastCall.current || total === null || view.status !== "running" || busy) return;
		if (elapsedMs < total + GRACE_MS - LAST_CALL_MS || draft.text.trim() === "") return;
		lastCall.current = true;
		void say(true);
	}, [elapsedMs, view.clock.totalMs, view.status, busy, draft.text, say]);

	useEffect(() => {
		if (view.status !== "ended" || writing) return;
		// A page of its own, and only while the server answers: a round must not end on a browser's error page.
		const timer = setInterval(() => {
			void fetch("/healthz").then(
				(health) => health.ok && window.location.assign(`/interviews/${view.id}/grading`),
				() => undefined,
			);
		}, 1_500);
		return () => clearInterval(timer);
	}, [view.status, view.id, writing]);

	const actions = useMemo<RoomAction[]>(() => {
		const goTo = (next: "talk" | "code" | "tests") => {
			setPane(next);
			const places = { talk: "#talk textarea", code: ".cm-content", tests: "#results [role=tab][data-state=active]" };
			// A pane that was hidden cannot be focused before it is drawn.
			setTimeout(() => document.querySelector<HTMLElement>(places[next])?.focus(), 0);
		};
		return [
			{ key: "h", label: view.hint.label, run: () => act("hint"), available: view.hint.available && !busy },
			{
				key: "f",
				label: "Focus time, 2 minutes",
				run: () => act("focus-2"),
				available: view.focus.minutesLeft >= 2 && !busy,
			},
			{
				key: "t",
				label: "Say the time left",
				run: () =>
					setSpoken(leftMs === null ? `${formatClock(elapsedMs)} used, untimed` : `${formatClock(leftMs)} left`),
				available: true,
			},
			{ key: "1", label: "Go to the answer box", run: () => goTo("talk"), available: true },
			{ key: "2", label: "Go to the editor", run: () => goTo("code"), available: coding },
			{ key: "3", label: "Go to the results", run: () => goTo("tests"), available: coding },
			{
				key: "p",
				label: "Pause",
				run: () => act("pause"),
				available: view.pauseAvailable && view.status === "running",
			},
			{
				key: "v",
				label: "Voice settings",
				run: () => voice.dialog.current?.showModal(),
				available: voice.offered,
			},
			{ key: "e", label: "End the round", run: () => endDialog.current?.showModal(), available: true },
		];
	}, [view, busy, leftMs, elapsedMs, act, coding, voice.offered, voice.dialog]);

	const talk = (
		<>
			<Conversation
				turns={view.turns}
				live={room.live}
				writing={writing}
				totalMs={view.clock.totalMs}
				roomy={roomy}
				onCorrect={view.turn === "over" ? undefined : () => quote("I meant:")}
			/>
			<Composer
				view={view}
				text={draft.text}
				saved={draft.saved}
				busy={busy}
				offline={room.offline}
				refusal={room.refusal ?? refused}
				roomy={roomy}
				box={box}
				voice={voice}
				onText={draft.change}
				onSend={(handsOver) => void say(handsOver)}
				onPass={() => act("pass")}
				onHint={() => act("hint")}
				onRetry={() => act("retry")}
				onPractice={() => act("use-practice")}
				onResume={() => act("resume")}
			/>
		</>
	);

	return (
		<div className="room">
			<RoomBar
				view={view}
				leftMs={leftMs}
				elapsedMs={elapsedMs}
				saved={draft.saved && !room.offline}
				ending={ending}
				asksEnd={asksEnd}
				endDialog={endDialog}
				onEnd={() => void end()}
				onActions={() => menu.current?.showModal()}
			/>
			{roomy ? (
				<main
					id="main"
					className="grid min-h-0 grid-cols-1 grid-rows-[minmax(0,1fr)] gap-x-12 overflow-hidden px-4 md:px-8 lg:grid-cols-[1fr_minmax(0,720px)_300px_1fr]"
				>
					<div className="flex min-h-0 flex-col pt-1 lg:col-start-2">
						<BriefFold view={view} />
						{talk}
						<div className="pb-3 lg:hidden">
							<Rail view={view} busy={busy} onAct={act} roomy={false} />
						</div>
					</div>
					<aside className="overflow-y-auto pt-8 pb-6 max-lg:hidden" aria-label="Round tools">
						<Rail view={view} busy={busy} onAct={act} roomy />
					</aside>
				</main>
			) : (
				<main
					id="main"
					ref={main}
					style={sizeStyle("--talk", talkSize)}
					className={`grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] overflow-hidden [--talk:320px] md:grid-cols-[clamp(300px,var(--talk),calc(100%-420px))_auto_minmax(0,1fr)] ${TALK_WIDTHS[view.round] ?? ""}`}
				>
					<section
						id="talk"
						aria-label="Talk"
						className={`flex min-h-0 flex-col px-3 ${pane === "talk" ? "" : "max-md:hidden"}`}
					>
						{coding ? <TaskCards view={view} /> : <BriefFold view={view} className="md:hidden" />}
						{talk}
						<div className="pb-3">
							<Rail view={view} busy={busy} onAct={act} roomy={false} />
						</div>
					</section>
					<PanelEdge
						label="Width of the talk"
						panel="talk"
						parent={main}
						grows="ArrowRight"
						min={300}
						rest={420}
						panelSize={talkSize}
						className="max-md:!hidden"
					/>
					<section
						aria-label={coding ? "Code" : "On the table"}
						className={`flex min-h-0 min-w-0 ${pane === "talk" ? "max-md:hidden" : ""}`}
					>
						{coding ? (
							<CodePanel
								id={view.id}
								phase={view.phases.find((phase) => phase.state === "now")?.id ?? ""}
								over={view.status === "ended"}
								totalMs={view.clock.totalMs}
								shows={pane === "tests" ? "tests" : "code"}
								onShow={setPane}
								onCounted={setTests}
								onChecked={room.refresh}
								onQuote={quote}
								flush={flushCode}
							/>
						) : (
							<SidePanel view={view} tab={table} onTab={setTable} />
						)}
					</section>
				</main>
			)}
			{!roomy && <PaneBar view={view} pane={pane} tests={tests} onPane={showPane} />}
			<VoiceDialog voice={voice} />
			<ActionsMenu dialog={menu} actions={actions} />
			<p className="sr-only" role="status">
				{spoken}
			</p>
		</div>
	);
}
