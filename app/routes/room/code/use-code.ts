import { useCallback, useEffect, useRef, useState } from "react";
import type { CodeFile } from "~/core/interview/code/run";
import type { CodeView } from "~/services/code.server";

const SAVE_MS = 2_000;
const AFTER_REFUSAL_MS = 15_000;
const PLACE_MS = 1_500;

export interface CodeFiles {
	/** Null until the server's copy has come. */
	view: CodeView | null;
	text: (path: CodeFile) => string;
	change: (path: CodeFile, text: string) => void;
	saved: boolean;
	refusal: string | null;
	/** A file that another window changed too; the candidate chooses. */
	conflict: CodeFile | null;
	resolve: (keep: "mine" | "theirs") => Promise<void>;
	checking: boolean;
	/** How many checks of others are before this one; 0 when it runs. */
	before: number;
	/** Sends what the server does not have yet. */
	flush: () => Promise<void>;
	/** Saves, then runs all open tests on the server; null when it was refused. */
	check: () => Promise<CodeView | null>;
	/** Takes over a run as the server lists it. */
	addToHistory: (run: CodeView["history"][number]) => void;
	/** Counts the times the texts were replaced from outside, so that an editor can follow. */
	generation: number;
}

interface Copy {
	text: string;
	/** What the server has, and under which number. */
	stored: string;
	seq: number;
}

/** The candidate's files: in this browser at once, on the server a moment later, in both across a reload. */
export function useCode(id: string, phase: string): CodeFiles {
	const [view, setView] = useState<CodeView | null>(null);
	const [saved, setSaved] = useState(true);
	const [refusal, setRefusal] = useState<string | null>(null);
	const [conflict, setConflict] = useState<CodeFile | null>(null);
	const [checking, setChecking] = useState(false);
	const [before, setBefore] = useState(0);
	const [generation, setGeneration] = useState(0);
	const copies = useRef(new Map<CodeFile, Copy>());
	const sending = useRef(false);
	const notBefore = useRef(0);
	const url = `/interviews/${id}/code`;

	const takeOver = useCallback((loaded: CodeView, own: (path: CodeFile, seq: number) => string | null) => {
		for (const [path, { text, seq }] of Object.entries(loaded.files) as [CodeFile, Copy][]) {
			copies.current.set(path, { text: own(path, seq) ?? text, stored: text, seq });
		}
		setView(loaded);
		setGeneration((count) => count + 1);
	}, []);

	useEffect(() => {
		void load(url)
			.then((loaded) => takeOver(loaded, (path, seq) => readKept(id, path, seq)))
			.catch((error: Error) => setRefusal(error.message));
	}, [url, id, takeOver]);

	const known = view !== null;
	useEffect(() => {
		// A new phase may have opened tests. The texts stay as they are in this window.
		if (!known || phase === "") return;
		void load(url).then(
			({ groups, check, history }) => setView((current) => current && { ...current, groups, check, history }),
			() => undefined,
		);
	}, [phase, known, url]);

	const send = useCallback(
		async (path: CodeFile): Promise<boolean> => {
			const copy = copies.current.get(path);
			if (!copy || copy.text === copy.stored) return true;
			const text = copy.text;
			const answer = await post(url, { path, text, basedOn: copy.seq });
			if (answer.status === 0) return false;
			if (!answer.ok) {
				notBefore.current = Date.now() + AFTER_REFUSAL_MS;
				if (answer.body.code === "changed-elsewhere") setConflict(path);
				else setRefusal(answer.body.error ?? "The code was not accepted. It is kept in this browser.");
				return false;
			}
			setRefusal(null);
			copies.current.set(path, { ...(copies.current.get(path) as Copy), stored: text, seq: Number(answer.body.seq) });
			if (copies.current.get(path)?.text === text) forget(id, path);
			return true;
		},
		[url, id],
	);

	const sendAll = useCallback(async () => {
		if (sending.current) return;
		sending.current = true;
		const all = await Promise.all([...copies.current.keys()].map(send)).finally(() => {
			sending.current = false;
		});
		setSaved(all.every(Boolean) && [...copies.current.values()].every((copy) => copy.text === copy.stored));
	}, [send]);

	const flush = useCallback(async () => {
		while (sending.current) await new Promise((resolve) => setTimeout(resolve, 50));
		await sendAll();
	}, [sendAll]);

	useEffect(() => {
		const timer = setInterval(() => {
			if (!conflict && Date.now() >= notBefore.current) void sendAll();
		}, SAVE_MS);
		return () => clearInterval(timer);
	}, [sendAll, conflict]);

	const change = useCallback(
		(path: CodeFile, text: string) => {
			const copy = copies.current.get(path);
			if (!copy || copy.text === text) return;
			copies.current.set(path, { ...copy, text });
			keep(id, path, { text, seq: copy.seq });
			setSaved(false);
		},
		[id],
	);

	const resolve = useCallback(
		async (choice: "mine" | "theirs") => {
			const loaded = await load(url).catch((error: Error) => setRefusal(error.message));
			if (!loaded) return;
			const mine = new Map([...copies.current].map(([path, copy]) => [path, copy.text]));
			takeOver(loaded, (path) => (choice === "mine" && path === conflict ? (mine.get(path) ?? null) : null));
			if (conflict && choice === "theirs") forget(id, conflict);
			notBefore.current = 0;
			setConflict(null);
		},
		[url, id, conflict, takeOver],
	);

	useEffect(() => {
		if (!checking) return setBefore(0);
		const timer = setInterval(async () => setBefore(await place(`${url}/check`)), PLACE_MS);
		return () => clearInterval(timer);
	}, [url, checking]);

	const check = useCallback(async () => {
		setChecking(true);
		try {
			await flush();
			const files = [...copies.current].map(([path, copy]) => ({ path, text: copy.text, basedOn: copy.seq }));
			const answer = await post(`${url}/check`, { files, clientId: crypto.randomUUID() });
			if (!answer.ok) {
				setRefusal(
					answer.body.error ??
						"The server cannot be reached. Your code is kept in this browser; try Check again when it is back.",
				);
				return null;
			}
			const next = answer.body as unknown as CodeView;
			setRefusal(null);
			for (const [path, { text, seq }] of Object.entries(next.files) as [CodeFile, Copy][]) {
				const copy = copies.current.get(path);
				if (copy) copies.current.set(path, { ...copy, stored: text, seq });
			}
			setView(next);
			return next;
		} finally {
			setChecking(false);
		}
	}, [url, flush]);

	const text = useCallback((path: CodeFile) => copies.current.get(path)?.text ?? "", []);
	const addToHistory = useCallback((run: CodeView["history"][number]) => {
		setView((current) => {
			if (!current) return current;
			const others = current.history.filter((entry) => entry.seq !== run.seq);
			return { ...current, history: [...others, run].sort((a, b) => a.seq - b.seq) };
		});
	}, []);
	return {
		addToHistory,
		view,
		text,
		change,
		saved,
		refusal,
		conflict,
		resolve,
		checking,
		before,
		flush,
		check,
		generation,
	};
}

async function load(url: string): Promise<CodeView> {
	const response = await fetch(url).catch(() => null);
	if (response?.ok) return (await response.json()) as CodeView;
	throw new Error("The editor could not be loaded. Load the page again when the server is back.");
}

async function place(url: string): Promise<number> {
	const response = await fetch(url).catch(() => null);
	return response?.ok ? ((await response.json()) as { before: number }).before : 0;
}

interface Answer {
	ok: boolean;
	/** 0 when the server could not be reached. */
	status: number;
	body: { error?: string; code?: string; seq?: number };
}

async function post(url: string, body: object): Promise<Answer> {
	const headers = { "Content-Type": "application/json" };
	const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
	if (!response) return { ok: false, status: 0, body: {} };
	const answer = (await response.json().catch(() => ({}))) as Answer["body"];
	return { ok: response.ok, status: response.status, body: answer };
}

/** Text that has not reached the server, kept over a reload. It is taken up again only on the state it was made from. */
function keep(id: string, path: CodeFile, copy: { text: string; seq: number }): void {
	try {
		localStorage.setItem(`code:${id}:${path}`, JSON.stringify(copy));
	} catch {
		// It then lasts as long as the page.
	}
}

function readKept(id: string, path: CodeFile, seq: number): string | null {
	try {
		const kept = JSON.parse(localStorage.getItem(`code:${id}:${path}`) ?? "null") as {
			text: string;
			seq: number;
		} | null;
		return kept && kept.seq === seq && typeof kept.text === "string" ? kept.text : null;
	} catch {
		return null;
	}
}

function forget(id: string, path: CodeFile): void {
	try {
		localStorage.removeItem(`code:${id}:${path}`);
	} catch {
		// See above.
	}
}
