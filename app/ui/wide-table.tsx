import type { ReactNode } from "react";

/** A card whose table may be wider than the page; it scrolls by keyboard too. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
		<section className="card relative overflow-x-auto" aria-label={label} tabIndex={0}>
			<table className="t">{children}</table>
		</section>
	);
}
