/**
 * Names by which code reaches for what judges it. Nothing is forbidden; a person who reviews the round is shown the line
 * (sandbox design §1, recommended design 5).
 */
export interface Suspicion {
	line: number;
	word: string;
	quote: string;
}

const MODULES =
	"harness|judge|judge_side|remote|candidate|wire|values|checks|virtual_time|tests_hidden|tests_visible|ctypes|gc|js|pyodide|pyodide_js|_pyodide|_pyodide_core";
const REACHING = new RegExp(
	[
		`\\b(?:import|from)\\s+(${MODULES})\\b`,
		"(__import__)\\s*\\(",
		"sys\\.(modules|_getframe|settrace|setprofile|meta_path)\\b",
		"(/dev/peer)",
		"\\b(f_back|f_globals|f_locals|tb_frame|__globals__|__closure__|__code__|__subclasses__|__builtins__)\\b",
		"\\b(get_objects|get_referrers)\\b",
		"\\b(fakes)(?:\\.\\w+)+\\s*=[^=]",
	].join("|"),
);
const MOST = 10;

export function findSuspicions(text: string): Suspicion[] {
	const found: Suspicion[] = [];
	text.split("\n").forEach((line, index) => {
		const match = line.length <= 2_000 ? REACHING.exec(line) : null;
		if (!match || found.length >= MOST) return;
		const word = match.slice(1).find((group) => group !== undefined) ?? match[0];
		found.push({ line: index + 1, word, quote: line.trim().slice(0, 120) });
	});
	return found;
}
