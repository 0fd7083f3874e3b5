import { useCallback, useEffect, useRef, useState } from "react";

const SAVE_MS = 800;
/** After a refusal: the same again a moment later would only use up the limit that answers need too. */
const AFTER_REFUSAL_MS = 15_000;
/** Characters of one post, well under what the server takes. */
const MOST_PER_POST = 250_000;

interface Element {
	id: string;
	version: number;
	versionNonce?: number;
}

export interface Board {
	/** Null until the server's copy has come. */
	initial: Element[] | null;
	outline: string | null;
	/** The candidate's own words about it, as the server has them. */
	words: string;
	saved: boolean;
	refusal: string | null;
	/** Called with everything on the board at every change; sends what is new. */
	change: (elements: readonly Element[]) => void;
	writeWords: (words: string) => Promise<void>;
}

/** The board of a round: only changed elements are sent, again and again until the server has them. */
export function useBoard(id: string): Board {
	const [initial, setInitial] = useState<Element[] | null>(null);
	const [outline, setOutline] = useState<string | null>(null);
	const [words, setWords] = useState("");
	const [saved, setSaved] = useState(true);
	const [refusal, setRefusal] = useState<string | null>(null);
	const known = useRef(new Map<string, string>());
	const latest = useRef<readonly Element[]>([]);
	const sending = useRef(false);
	const notBefore = useRef(0);
	const url = `/interviews/${id}/board`;

	useEffect(() => {
		void fetch(url)
			.then((response) => (response.ok ? response.json() : null))
			.then((board: { elements: Element[]; outline: string | null; words: string } | null) => {
				if (!board) return;
				for (const element of board.elements) known.current.set(element.id, versionOf(element));
				latest.current = board.elements;
				setInitial(board.elements);
				setOutline(board.outline);
				setWords(board.words);
			})
			.catch(() => setRefusal("The board could not be loaded. Load the page again when the server is back."));
	}, [url]);

	const send = useCallback(
		async (body: object): Promise<boolean> => {
			const headers = { "Content-Type": "application/json" };
			const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
			if (!response) return false;
			const answer = (await response.json().catch(() => null)) as { outline?: string | null; error?: string } | null;
			setRefusal(response.ok ? null : (answer?.error ?? "The board was not accepted."));
			if (!response.ok) notBefore.current = Date.now() + AFTER_REFUSAL_MS;
			if (response.ok) setOutline(answer?.outline ?? null);
			return response.ok;
		},
		[url],
	);

	useEffect(() => {
		const timer = setInterval(async () => {
			const changed = latest.current.filter((element) => known.current.get(element.id) !== versionOf(element));
			if (changed.length === 0 || sending.current || Date.now() < notBefore.current) return;
			sending.current = true;
			const part = takePart(changed);
			const stored = await send({ elements: part });
			sending.current = false;
			if (!stored) return;
			for (const element of part) known.current.set(element.id, versionOf(element));
			setSaved(part.length === changed.length);
		}, SAVE_MS);
		return () => clearInterval(timer);
	}, [send]);

	const change = useCallback((elements: readonly Element[]) => {
		latest.current = elements;
		if (elements.some((element) => known.current.get(element.id) !== versionOf(element))) setSaved(false);
	}, []);
	const writeWords = useCallback(
		async (written: string) => {
			if (await send({ words: written })) setWords(written);
		},
		[send],
	);
	return { initial, outline, words, saved, refusal, change, writeWords };
}

/** As many elements as fit into one post, at least one. */
function takePart(elements: readonly Element[]): Element[] {
	let size = 0;
	const end = elements.findIndex((element, place) => {
		size += JSON.stringify(element).length;
		return place > 0 && size > MOST_PER_POST;
	});
	return elements.slice(0, end < 0 ? undefined : end);
}

function versionOf({ version, versionNonce }: Element): string {
	return `${version}/${versionNonce ?? 0}`;
}
