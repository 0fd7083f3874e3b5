import { useCallback, useEffect, useRef, useState } from "react";
import type { RoomInput } from "~/core/interview/input";
import type { RoomView } from "~/core/interview/room-view";
import { readLines } from "./ndjson";

const POLL_MS = 3_000;
const RETRY_MS = 3_000;

export interface Room {
	view: RoomView;
	/** When `view` was taken, on this browser's clock. */
	takenAt: number;
	/** Sentences of the turn being written. */
	live: string[];
	writing: boolean;
	offline: boolean;
	refusal: string | null;
	/** Sends an input; resolves true when the server has stored it. Keeps trying while the network is down. */
	send: (input: RoomInput) => Promise<boolean>;
	/** Something other than an input has happened on the server: look now. */
	refresh: () => void;
}

/** The room as the server has it, kept fresh; replies arrive sentence by sentence. */
export function useRoom(initial: RoomView): Room {
	const [view, setView] = useState(initial);
	const [takenAt, setTakenAt] = useState(() => Date.now());
	const [live, setLive] = useState<string[]>([]);
	const [writing, setWriting] = useState(initial.turn === "interviewer");
	const [offline, setOffline] = useState(false);
	const [refusal, setRefusal] = useState<string | null>(null);
	const streaming = useRef(false);
	const base = `/interviews/${initial.id}`;

	const accept = useCallback((next: RoomView) => {
		setView((current) => (next.lastSeq < current.lastSeq ? current : next));
		setTakenAt(Date.now());
		setOffline(false);
	}, []);

	const refresh = useCallback(async () => {
		const response = await fetch(`${base}/state`);
		if (response.ok) accept((await response.json()) as RoomView);
	}, [base, accept]);

	const follow = useCallback(
		async (response: Response, onAccepted?: () => void) => {
			streaming.current = true;
			setLive([]);
			try {
				await readLines(response, (line) => {
					if (line.type === "accepted") onAccepted?.();
					if (line.type === "sentence") {
						setWriting(true);
						setLive((sentences) => [...sentences, line.text]);
					}
				});
			} finally {
				streaming.current = false;
				await refresh().catch(() => setOffline(true));
				setWriting(false);
				setLive([]);
			}
		},
		[refresh],
	);

	const send = useCallback(
		async (input: RoomInput) => {
			setRefusal(null);
			for (;;) {
				const response = await post(`${base}/reply`, input);
				if (!response) {
					setOffline(true);
					await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
					continue;
				}
				setOffline(false);
				if (response.ok) {
					let stored = false;
					const done = follow(response, () => {
						stored = true;
						setWriting(input.kind !== "message" || input.handsOver);
						void refresh().catch(() => undefined);
					}).catch(() => setOffline(true));
					// The text may leave the box as soon as the server has it; the reply is followed in the background.
					while (!stored && (await Promise.race([done.then(() => false), pause(30).then(() => true)])));
					return true;
				}
				const problem = (await response.json().catch(() => null)) as { error?: string; code?: string } | null;
				if (problem?.code === "reply-running") {
					await pause(1_000);
					continue;
				}
				setRefusal(problem?.error ?? "The server did not accept this. Your text is kept here; try again.");
				await refresh().catch(() => undefined);
				return false;
			}
		},
		[base, follow, refresh],
	);

	useEffect(() => {
		if (view.turn !== "interviewer" || streaming.current) return;
		void fetch(`${base}/attach`)
			.then((response) => (response.ok ? follow(response) : undefined))
			.catch(() => setOffline(true));
	}, [view.turn, base, follow]);

	useEffect(() => {
		if (view.status === "ended") return;
		const timer = setInterval(() => {
			if (!streaming.current) void refresh().catch(() => setOffline(true));
		}, POLL_MS);
		return () => clearInterval(timer);
	}, [view.status, refresh]);

	useEffect(() => {
		// Coming back ends a pause the server made while nobody was here; a pause the candidate chose, or one after a fault, stays.
		const chosen = initial.pauseAvailable || initial.turn === "failed";
		if (initial.status === "paused" && !chosen) void send({ kind: "resume" });
	}, [initial, send]);

	const look = useCallback(() => void refresh().catch(() => setOffline(true)), [refresh]);
	return { view, takenAt, live, writing, offline, refusal, send, refresh: look };
}

function post(url: string, body: unknown): Promise<Response | null> {
	const headers = { "Content-Type": "application/json" };
	return fetch(url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
