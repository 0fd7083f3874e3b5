import { useEffect, useRef, useState } from "react";
import type { Editor } from "./editor.client";

/** The editor, brought when the page is there; `mounted` says when it can be shown a text. */
export function useEditor(handlers: {
	onChange: (text: string) => void;
	onCursor: (place: { line: number; column: number }) => void;
	onRun: () => void;
}) {
	const place = useRef<HTMLDivElement>(null);
	const current = useRef<Editor | null>(null);
	const latest = useRef(handlers);
	latest.current = handlers;
	const [mounted, setMounted] = useState(false);
	useEffect(() => {
		let gone = false;
		void import("./editor.client").then(({ mountEditor }) => {
			if (gone || !place.current) return;
			current.current = mountEditor({
				parent: place.current,
				nonce: document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce,
				onChange: (text) => latest.current.onChange(text),
				onCursor: (cursor) => latest.current.onCursor(cursor),
				onRun: () => latest.current.onRun(),
			});
			setMounted(true);
		});
		return () => {
			gone = true;
			current.current?.destroy();
			current.current = null;
		};
	}, []);
	return { place, editor: current, mounted };
}
