import { useCallback, useEffect, useRef, useState } from "react";

const SAVE_MS = 2_000;
const ALIVE_MS = 15_000;

/** The text in the box: kept in this browser at every key and on the server every two seconds. */
export function useDraft(input: { id: string; initial: string; active: boolean }) {
	const { id, initial, active } = input;
	const key = `draft:${id}`;
	const [text, setText] = useState(initial);
	const [saved, setSaved] = useState(true);
	const latest = useRef(initial);
	const stored = useRef(initial);
	const lastCall = useRef(0);

	useEffect(() => {
		const local = read(key);
		if (!local || local === latest.current) return;
		latest.current = local;
		setText(local);
		setSaved(false);
	}, [key]);

	const change = useCallback(
		(next: string) => {
			latest.current = next;
			setText(next);
			setSaved(next === stored.current);
			write(key, next);
		},
		[key],
	);

	/** After the server took the text: what was typed meanwhile stays. */
	const clear = useCallback(
		(sent: string) => {
			const rest = latest.current.startsWith(sent) ? latest.current.slice(sent.length).trimStart() : latest.current;
			stored.current = "";
			change(rest);
		},
		[change],
	);

	useEffect(() => {
		if (!active) return;
		const timer = setInterval(() => {
			const dirty = latest.current !== stored.current;
			if (!dirty && Date.now() - lastCall.current < ALIVE_MS) return;
			lastCall.current = Date.now();
			const sending = latest.current;
			const body = JSON.stringify({ text: dirty ? sending : null });
			const headers = { "Content-Type": "application/json" };
			fetch(`/interviews/${id}/draft`, { method: "POST", headers, body })
				.then((response) => {
					if (!response.ok) return;
					stored.current = sending;
					setSaved(latest.current === sending);
				})
				.catch(() => setSaved(false));
		}, SAVE_MS);
		return () => clearInterval(timer);
	}, [id, active]);

	return { text, change, clear, saved };
}

function read(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

function write(key: string, text: string): void {
	try {
		if (text === "") localStorage.removeItem(key);
		else localStorage.setItem(key, text);
	} catch {
		// Without storage the server's copy remains.
	}
}
