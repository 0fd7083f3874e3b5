import { useEffect } from "react";

/** F6 and Shift F6 move between the labelled regions of the room. */
export function useRegions(): void {
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.key !== "F6") return;
			event.preventDefault();
			const stops = [
				...document.querySelectorAll<HTMLElement>(
					"[role=log], main textarea[name=text], aside button, [role=tablist] button",
				),
			];
			const regions = stops.filter((stop, index) => stops.findIndex((other) => home(other) === home(stop)) === index);
			const at = regions.findIndex((region) => home(region).contains(document.activeElement));
			const next = regions[(at + (event.shiftKey ? -1 : 1) + regions.length) % regions.length];
			next?.focus();
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);
}

function home(element: HTMLElement): HTMLElement {
	return element.closest<HTMLElement>("[role=log], form, aside, [role=tablist]") ?? element;
}
