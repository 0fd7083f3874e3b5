import { useCallback, useEffect, useRef, useState } from "react";

export interface Transcript {
	text: string;
	unclear: { from: number; to: number }[];
}

export type RecorderState =
	| { name: "idle" }
	/** The browser asks for the microphone. */
	| { name: "asking" }
	| { name: "recording"; seconds: number }
	| { name: "writing" }
	| { name: "failed"; sentence: string; canRepeat: boolean };

const MOST_SECONDS = 300;
/** Enough for speech; five minutes stay far below what the server takes. */
const BITS_PER_SECOND = 32_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

const SENTENCES = {
	denied:
		"The browser does not let this page use the microphone. Allow it in the address bar, or type: nothing is missing without it.",
	absent: "No microphone was found. Connect one, or type your answer.",
	busy: "The microphone could not be opened. Another program may be using it. You can type meanwhile.",
	unsupported: "This browser cannot record. Type your answer.",
	offline: "Connection lost, so nothing was written down yet. Your recording is in this page; try again.",
	silent: "Nothing was heard. Speak closer to the microphone, or type.",
	odd: "The recording could not be written down. It is in this page; try again, or type.",
	long: "Five minutes is the most for one recording. It was written down up to there.",
};

interface Session {
	recorder: MediaRecorder;
	stream: MediaStream;
	chunks: Blob[];
	timer: ReturnType<typeof setInterval>;
	/** What was recorded is thrown away. */
	dropped: boolean;
	full: boolean;
}

/** Records, has it written down, and hands over what was said. What is in the box is never touched on the way. */
export function useRecorder(input: { id: string; onTranscript: (transcript: Transcript) => void }) {
	const { id } = input;
	const [state, setState] = useState<RecorderState>({ name: "idle" });
	const [notice, setNotice] = useState<string | null>(null);
	const session = useRef<Session | null>(null);
	/** Counts attempts: what comes back after a cancel belongs to an older one. */
	const attempt = useRef(0);
	/** Asked to stop before the microphone was open. */
	const stopEarly = useRef(false);
	const kept = useRef<Blob | null>(null);
	const upload = useRef<AbortController | null>(null);
	const onTranscript = useRef(input.onTranscript);
	onTranscript.current = input.onTranscript;

	const fail = useCallback((sentence: string) => {
		setState({ name: "failed", sentence, canRepeat: kept.current !== null });
	}, []);

	const send = useCallback(async () => {
		const recording = kept.current;
		if (!recording) return;
		attempt.current += 1;
		const mine = attempt.current;
		setState({ name: "writing" });
		upload.current = new AbortController();
		const { signal } = upload.current;
		const headers = { "Content-Type": recording.type };
		const response = await fetch(`/interviews/${id}/transcribe`, {
			method: "POST",
			headers,
			body: recording,
			signal,
		}).catch(() => null);
		const told = (await response?.json().catch(() => null)) as (Transcript & { error?: string }) | null;
		if (attempt.current !== mine) return;
		if (!response) return fail(SENTENCES.offline);
		if (!response.ok || typeof told?.text !== "string") return fail(told?.error ?? SENTENCES.odd);
		kept.current = null;
		if (told.text === "") return fail(SENTENCES.silent);
		setState({ name: "idle" });
		onTranscript.current(told);
	}, [id, fail]);

	const finish = useCallback(
		(ended: Session) => {
			clearInterval(ended.timer);
			for (const track of ended.stream.getTracks()) track.stop();
			session.current = null;
			if (ended.dropped) return;
			kept.current = new Blob(ended.chunks, { type: ended.recorder.mimeType.split(";")[0] });
			if (ended.full) setNotice(SENTENCES.long);
			void send();
		},
		[send],
	);

	const stop = useCallback(() => {
		stopEarly.current = true;
		const running = session.current;
		if (running?.recorder.state === "recording") running.recorder.stop();
	}, []);

	const start = useCallback(async () => {
		if (session.current) return;
		attempt.current += 1;
		const mine = attempt.current;
		kept.current = null;
		stopEarly.current = false;
		setNotice(null);
		if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined")
			return fail(SENTENCES.unsupported);
		setState({ name: "asking" });
		const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: unknown) => {
			if (attempt.current === mine) fail(SENTENCES[whyNot(error)]);
			return null;
		});
		if (!stream) return;
		const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
		// Let go while the browser was still asking: nothing was said yet.
		if (attempt.current !== mine || stopEarly.current || !mimeType) {
			for (const track of stream.getTracks()) track.stop();
			if (attempt.current !== mine) return;
			return mimeType ? setState({ name: "idle" }) : fail(SENTENCES.unsupported);
		}
		const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
		const startedAt = Date.now();
		const timer = setInterval(() => {
			const seconds = Math.floor((Date.now() - startedAt) / 1000);
			if (seconds < MOST_SECONDS) return setState({ name: "recording", seconds });
			begun.full = true;
			stop();
		}, 250);
		const begun: Session = { recorder, stream, chunks: [], timer, dropped: false, full: false };
		recorder.ondataavailable = (event) => void begun.chunks.push(event.data);
		recorder.onstop = () => finish(begun);
		session.current = begun;
		recorder.start();
		setState({ name: "recording", seconds: 0 });
	}, [fail, finish, stop]);

	const cancel = useCallback(() => {
		attempt.current += 1;
		stopEarly.current = true;
		kept.current = null;
		upload.current?.abort();
		if (session.current) {
			session.current.dropped = true;
			stop();
		}
		setState({ name: "idle" });
	}, [stop]);

	useEffect(() => cancel, [cancel]);
	return { state, notice, start, stop, cancel, repeat: send };
}

function whyNot(error: unknown): "denied" | "absent" | "busy" {
	const name = error instanceof DOMException ? error.name : "";
	if (name === "NotAllowedError" || name === "SecurityError") return "denied";
	return name === "NotFoundError" ? "absent" : "busy";
}
