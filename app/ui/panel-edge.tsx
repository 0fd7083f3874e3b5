import { type CSSProperties, type RefObject, useCallback, useEffect, useState } from "react";
import { clampSize, sizeAfterKey } from "./panel-size";

export interface PanelSize {
	/** Null while nobody has moved the edge: then the style sheet decides. */
	size: number | null;
	resize: (size: number | null) => void;
}

/** The size somebody gave a panel, kept in this browser under `name`. */
export function usePanelSize(name: string): PanelSize {
	const key = `panel:${name}`;
	const [size, setSize] = useState<number | null>(null);
	useEffect(() => {
		try {
			const kept = Number(localStorage.getItem(key));
			setSize(kept > 0 && Number.isFinite(kept) ? kept : null);
		} catch {
			// Sizes then last as long as the page.
		}
	}, [key]);
	const resize = useCallback(
		(next: number | null) => {
			setSize(next);
			try {
				if (next === null) localStorage.removeItem(key);
				else localStorage.setItem(key, String(next));
			} catch {
				// See above.
			}
		},
		[key],
	);
	return { size, resize };
}

/** The size as a variable for the style sheet, which keeps it within what the window has room for. */
export function sizeStyle(variable: `--${string}`, { size }: PanelSize): CSSProperties {
	return size === null ? {} : ({ [variable]: `${size}px` } as CSSProperties);
}

/**
 * The edge between a panel and what lies beside it: drags, moves with arrow keys, and goes back with a double click or
 * Enter. `rest` is what must be left for the other side, in pixels.
 */
export function PanelEdge(props: {
	label: string;
	/** The id of the panel; its parent is the room both sides share. */
	panel: string;
	parent: RefObject<HTMLElement>;
	grows: "ArrowRight" | "ArrowLeft" | "ArrowUp";
	min: number;
	rest: number;
	panelSize: PanelSize;
	className?: string;
}) {
	const { label, panel, parent, grows, min, rest, panelSize, className = "" } = props;
	const { resize } = panelSize;
	const [measured, setMeasured] = useState({ size: min, room: min + rest });
	const lies = grows === "ArrowUp" ? "horizontal" : "vertical";
	const limits = { min, max: Math.max(min, measured.room - rest) };
	useEffect(() => {
		const element = document.getElementById(panel);
		const around = parent.current;
		if (!element || !around) return;
		const measure = () => {
			const [own, all] = [element.getBoundingClientRect(), around.getBoundingClientRect()];
			if (own.width === 0) return;
			setMeasured(lies === "vertical" ? { size: own.width, room: all.width } : { size: own.height, room: all.height });
		};
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		observer.observe(around);
		return () => observer.disconnect();
	}, [panel, parent, lies]);

	const drag = (event: React.PointerEvent<HTMLElement>) => {
		const handle = event.currentTarget;
		if (!handle.hasPointerCapture(event.pointerId)) return;
		const box = document.getElementById(panel)?.getBoundingClientRect();
		if (!box) return;
		const size = {
			ArrowRight: event.clientX - box.left,
			ArrowLeft: box.right - event.clientX,
			ArrowUp: box.bottom - event.clientY,
		}[grows];
		resize(clampSize(size, limits));
	};
	return (
		// biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused and moved everywhere; this is the window splitter of ARIA
		<div
			role="separator"
			tabIndex={0}
			aria-label={label}
			aria-controls={panel}
			aria-orientation={lies}
			aria-valuenow={Math.round(measured.size)}
			aria-valuemin={min}
			aria-valuemax={Math.round(limits.max)}
			aria-valuetext={`${Math.round(measured.size)} pixels`}
			title={`${label}: drag, or arrow keys; double-click for the usual size`}
			className={`panel-edge ${lies} ${className}`}
			onPointerDown={(event) => {
				if (event.button !== 0) return;
				event.currentTarget.setPointerCapture(event.pointerId);
				event.preventDefault();
				event.currentTarget.focus();
			}}
			onPointerMove={drag}
			onDoubleClick={() => resize(null)}
			onKeyDown={(event) => {
				if (event.key === "Enter") return resize(null);
				const { key, shiftKey: shift } = event;
				const next = sizeAfterKey({ size: measured.size, key, shift, grows, limits });
				if (next === null) return;
				event.preventDefault();
				resize(next);
			}}
		/>
	);
}
