import { SunMoon } from "lucide-react";

/** Switches between light and dark and remembers the choice in this browser. */
export function ThemeToggle() {
	return (
		<button type="button" className="btn ghost icon sm" aria-label="Switch theme" onClick={switchTheme}>
			<SunMoon size={16} strokeWidth={1.75} aria-hidden />
		</button>
	);
}

function switchTheme(): void {
	const root = document.documentElement;
	const dark = root.dataset.theme
		? root.dataset.theme === "dark"
		: window.matchMedia("(prefers-color-scheme: dark)").matches;
	root.dataset.theme = dark ? "light" : "dark";
	try {
		localStorage.setItem("theme", root.dataset.theme);
	} catch {
		// Private windows may refuse storage; the choice then lasts for this page.
	}
}
