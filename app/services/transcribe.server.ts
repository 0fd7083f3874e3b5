/**
 * Speech becomes text that the candidate reads and corrects before anything is sent. A recording is held in memory for one
 * call; neither it nor what was said is stored or logged here.
 */
import { loadInterview } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { projectInterview } from "~/core/interview/state";
import { ModelError, type SpeechRequest, type SpeechResult } from "~/core/ports";
import { speechVocabulary } from "~/core/speech/vocabulary";
import { loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { recordSpeech, requireBudget } from "./ledger.server";
import { describeModelError } from "./model-error-text.server";
import { type SpeechRoute, speechRoutesFor } from "./speech-routes.server";

/** Five minutes at any rate a browser records speech with. The guard in front of all routes has the same limit. */
export const MAX_RECORDING_BYTES = 10_000_000;
const WINDOW_MS = 60_000;
const RECORDINGS_A_WINDOW = 12;

export interface VoiceView {
	/** Where a recording goes: the provider or server, and the model. */
	where: string;
}

export interface Transcript {
	text: string;
	unclear: { from: number; to: number }[];
}

/** Null when nothing that hears is connected for this person: then the room shows no control. */
export async function viewVoice(input: { person: Person }): Promise<VoiceView | null> {
	const [first] = await speechRoutesFor({ userId: input.person.id });
	return first ? { where: first.where } : null;
}

/** What the recording in the body of `request` says. Refuses before it reads the body wherever it can. */
export async function transcribe(input: { id: string; person: Person; request: Request }): Promise<Transcript> {
	const { id, person, request } = input;
	const { plan, events } = await loadInterview({ id, userId: person.id });
	const state = projectInterview({ events, plan });
	if (state.status === "ended") throw new AppError("round-over", "This round has ended. Your answers are saved.");
	if (state.status === "paused") throw new AppError("round-paused", "The round is paused. Go on with it, then speak.");
	const routes = await speechRoutesFor({ userId: person.id });
	if (routes.length === 0)
		throw new AppError("not-available", "No model that hears is connected. Type your answer, or connect one.");
	const type = readType(request);
	await requireBudget({ userId: person.id, interviewId: id });
	const { questions } = await loadRoundContent(plan);
	const question = questions[state.segment];
	return oneAtATime(person.id, async () => {
		const audio = await readRecording({ request, type });
		const vocabulary = question ? speechVocabulary(question) : [];
		const said = { audio, type, vocabulary };
		const { text, unclear } = await hear({ routes, said, signal: request.signal, interviewId: id, userId: person.id });
		return { text, unclear: unclear.map(([from, to]) => ({ from, to })) };
	});
}

/** How a recording of each type begins. */
const SIGNS: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
	"audio/webm": (bytes) => bytes.readUInt32BE(0) === 0x1a45dfa3,
	"audio/mp4": (bytes) => bytes.toString("latin1", 4, 8) === "ftyp",
	"audio/ogg": (bytes) => bytes.toString("latin1", 0, 4) === "OggS",
	"audio/wav": (bytes) => bytes.toString("latin1", 0, 4) === "RIFF",
	"audio/mpeg": (bytes) => bytes.toString("latin1", 0, 3) === "ID3" || (bytes.readUInt16BE(0) & 0xffe0) === 0xffe0,
};

const NO_RECORDING = "This is not a recording that can be read (WebM, MP4, Ogg, WAV or MP3). Nothing was kept.";

function readType(request: Request): string {
	const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
	if (!(type in SIGNS)) throw new AppError("bad-input", NO_RECORDING);
	return type;
}

async function readRecording(input: { request: Request; type: string }): Promise<Uint8Array<ArrayBuffer>> {
	const { request, type } = input;
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = request.body?.getReader();
	for (;;) {
		const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
		if (done) break;
		size += value.byteLength;
		if (size > MAX_RECORDING_BYTES) {
			await reader?.cancel();
			throw new AppError("too-large", "This recording is larger than 10 MB. Speak in shorter parts. Nothing was kept.");
		}
		chunks.push(value);
	}
	const bytes = Buffer.concat(chunks);
	if (bytes.length < 12) throw new AppError("bad-input", "The recording is empty. Hold the button while you speak.");
	if (!SIGNS[type]?.(bytes)) throw new AppError("bad-input", NO_RECORDING);
	return new Uint8Array(bytes);
}

const hearing = new Set<string>();
const recent = new Map<string, number[]>();

/** One recording at a time for a person, and not more than a person can speak in a minute. */
async function oneAtATime<T>(userId: string, work: () => Promise<T>): Promise<T> {
	const since = Date.now() - WINDOW_MS;
	const times = (recent.get(userId) ?? []).filter((time) => time > since);
	if (hearing.has(userId)) throw new AppError("conflict", "Your last recording is being written down. Wait for it.");
	if (times.length >= RECORDINGS_A_WINDOW)
		throw new AppError(
			"too-many",
			"Too many recordings in one minute. What you typed is safe. Type, or wait a minute.",
		);
	for (const [key, old] of recent) if (old.every((time) => time <= since)) recent.delete(key);
	recent.set(userId, [...times, Date.now()]);
	hearing.add(userId);
	try {
		return await work();
	} finally {
		hearing.delete(userId);
	}
}

/** Kinds after which another connection may do better. */
const ELSEWHERE: ReadonlySet<string> = new Set(["auth", "quota", "model_gone", "rate_limit", "server", "network"]);
/** Routes that have refused to say how sure they are. */
const plain = new Set<string>();

interface Hearing {
	said: Omit<SpeechRequest, "confidence">;
	signal: AbortSignal;
	interviewId: string;
	userId: string;
}

async function hear(input: Hearing & { routes: readonly SpeechRoute[] }): Promise<SpeechResult> {
	let number = 0;
	let last = new ModelError("server", "There is no route for this call.");
	for (const route of input.routes) {
		for (const confidence of plain.has(route.id) ? [false] : [true, false]) {
			number += 1;
			try {
				return await attempt({ ...input, route, number, confidence });
			} catch (error) {
				if (!(error instanceof ModelError)) throw error;
				last = error;
				// Not every server knows the parameter that asks for confidence: once more without it.
				if (error.kind !== "bad_request" || !confidence) break;
				plain.add(route.id);
			}
		}
		if (!ELSEWHERE.has(last.kind)) break;
	}
	const kept = "What you typed is safe, and the recording is only in this page.";
	throw new AppError("engine-failed", `${describeModelError(last)} ${kept}`);
}

async function attempt(
	input: Hearing & { route: SpeechRoute; number: number; confidence: boolean },
): Promise<SpeechResult> {
	const { route, said, confidence, number, userId, interviewId } = input;
	const { provider, model } = route.speech;
	const startedAt = performance.now();
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(new ModelError("timeout_total", `${route.totalMs} ms`)), route.totalMs);
	const note = (told: { outcome: string; seconds: number | null } & Pick<SpeechResult, "usage" | "requestId">) =>
		recordSpeech({
			...told,
			userId,
			interviewId,
			connectionId: route.connectionId,
			provider,
			model,
			attempt: number,
			totalMs: performance.now() - startedAt,
		});
	try {
		const signal = AbortSignal.any([input.signal, late.signal]);
		const result = await route.speech.transcribe({ ...said, confidence }, { signal });
		const { seconds, usage, requestId } = result;
		note({ outcome: "ok", seconds, usage, requestId });
		return result;
	} catch (error) {
		if (error instanceof ModelError)
			note({ outcome: error.kind, seconds: null, usage: null, requestId: error.requestId });
		throw error;
	} finally {
		clearTimeout(timer);
	}
}
