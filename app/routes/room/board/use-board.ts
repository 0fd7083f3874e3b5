import { useCallback, useEffect, useRef, useState } from "react";
import { isSpeck, mergeElements, newerElements } from "~/core/interview/whiteboard/board-log";
import type { UncertainReading } from "~/core/interview/whiteboard/readings";
import { forgetSent, keepUnsent, takeUnsent } from "./unsent";

const SAVE_MS = 400;
/** After a refusal: the same again a moment later would only use up the limit that answers need too. */
const AFTER_REFUSAL_MS = 15_000;
/** Without an answer: the network may be away for long. */
const AFTER_SILENCE_MS = 2_000;
/** Characters of one post, well under what the server takes. */
const MOST_PER_POST = 250_000;

export interface BoardElementVersion {
	id: string;
	version: number;
	versionNonce?: number;
}
type Element = BoardElementVersion;

interface Seen {
	outline: string | null;
	uncertain: UncertainReading[];
	words: string;
}

export interface Board extends Seen {
	/** Null until the server's copy has come. */
	initial: Element[] | null;
	saved: boolean;
	refusal: string | null;
	/** Called with everything on the board at every change; sends what is new. */
	change: (elements: readonly Element[]) => void;
	/** Told of what another tab or another device drew. */
	listen: (onOthers: (elements: readonly Element[]) => void) => void;
	writeWords: (words: string) => Promise<void>;
	/** The board as PNG, base64: for a model that sees. */
	sendPicture: (picture: string) => Promise<void>;
	judge: (reading: UncertainReading, right: boolean) => Promise<void>;
}

const NOTHING: Seen = { outline: null, uncertain: [], words: "" };

/**
 * The board of a round: only changed elements are sent, again and again until the server has them. What is unsent when
 * the page closes is kept in this browser; two tabs tell each other, and of two versions of an element the newer counts.
 */
export function useBoard(id: string): Board {
	const [initial, setInitial] = useState<Element[] | null>(null);
	const [seen, setSeen] = useState<Seen>(NOTHING);
	const [saved, setSaved] = useState(true);
	const [refusal, setRefusal] = useState<string | null>(null);
	const known = useRef(new Map<string, string>());
	const latest = useRef<readonly Element[]>([]);
	const others = useRef<((elements: readonly Element[]) => void) | null>(null);
	const channel = useRef<BroadcastChannel | null>(null);
	const sending = useRef(false);
	const notBefore = useRef(0);
	const url = `/interviews/${id}/board`;

	const takeIn = useCallback((changed: readonly Element[]) => {
		const news = newerElements({ elements: latest.current, changed });
		if (news.length === 0) return;
		latest.current = mergeElements({ elements: latest.current, changed: news }) as Element[];
		others.current?.(latest.current);
	}, []);

	useEffect(() => {
		let stays = true;
		void fetch(url)
			.then((response) => (response.ok ? response.json() : null))
			.then((board: (Seen & { elements: Element[] }) | null) => {
				if (!board || !stays) return;
				for (const element of board.elements) known.current.set(element.id, versionOf(element));
				const all = mergeElements({ elements: board.elements, changed: takeUnsent(id) }) as Element[];
				latest.current = all;
				setInitial(all);
				setSeen(board);
			})
			.catch(() => setRefusal("The board could not be loaded. Load the page again when the server is back."));
		return () => {
			stays = false;
		};
	}, [id, url]);

	useEffect(() => {
		const between = new BroadcastChannel(`board:${id}`);
		between.onmessage = (event: MessageEvent<Element[]>) => takeIn(event.data);
		channel.current = between;
		return () => between.close();
	}, [id, takeIn]);

	const send = useCallback(
		async (body: object): Promise<boolean> => {
			const headers = { "Content-Type": "application/json" };
			const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
			if (!response) {
				notBefore.current = Date.now() + AFTER_SILENCE_MS;
				return false;
			}
			const answer = (await response.json().catch(() => null)) as (Seen & { error?: string }) | null;
			setRefusal(response.ok ? null : (answer?.error ?? "The board was not accepted."));
			if (!response.ok) notBefore.current = Date.now() + AFTER_REFUSAL_MS;
			if (response.ok && answer) setSeen(answer);
			return response.ok;
		},
		[url],
	);

	useEffect(() => {
		const timer = setInterval(async () => {
			const changed = latest.current.filter(
				(element) => known.current.get(element.id) !== versionOf(element) && !isSpeck(element),
			);
			if (changed.length === 0) return;
			keepUnsent(id, changed);
			channel.current?.postMessage(changed);
			if (sending.current || Date.now() < notBefore.current) return;
			sending.current = true;
			// Excalidraw goes on moving the same objects while this is on its way; what was sent is what they were now.
			const part = structuredClone(takePart(changed));
			const stored = await send({ elements: part });
			sending.current = false;
			if (!stored) return;
			for (const element of part) known.current.set(element.id, versionOf(element));
			forgetSent(id, part);
			setSaved(part.length === changed.length);
		}, SAVE_MS);
		return () => clearInterval(timer);
	}, [id, send]);

	const change = useCallback((elements: readonly Element[]) => {
		latest.current = elements;
		const isNew = (element: Element) => known.current.get(element.id) !== versionOf(element) && !isSpeck(element);
		if (elements.some(isNew)) setSaved(false);
	}, []);
	const listen = useCallback((onOthers: (elements: readonly Element[]) => void) => {
		others.current = onOthers;
	}, []);
	const writeWords = useCallback(async (words: string) => void (await send({ words })), [send]);
	const judge = useCallback(
		async ({ element, version }: UncertainReading, right: boolean) =>
			void (await send({ verdicts: [{ element, version, right }] })),
		[send],
	);
	const sendPicture = useCallback(async (picture: string) => void (await send({ picture })), [send]);
	return { initial, ...seen, saved, refusal, change, listen, writeWords, judge, sendPicture };
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
