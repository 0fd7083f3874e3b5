/**
 * Names by which code reaches for what judges it. Nothing is forbidden; a person who reviews the round is shown the line
 * (sandbox design §1, recommended design 5).
 */
export interface Suspicion {
	line: number;
	word: string;
	quote: string;
}

const REACHING =
	/(?:\b(?:import\s+(harness|guard|ctypes|js|pyodide|pyodide_js|_pyodide|_pyodide_core|_imp|gc|inspect|tests_hidden|tests_visible)\b|from\s+(harness|guard|ctypes|js|pyodide|pyodide_js|_pyodide|_pyodide_core|_imp|gc|inspect|tests_hidden|tests_visible)\b|(__import__)\s*\(|(importlib)\b|sys\.(modules|_getframe|settrace|setprofile|meta_path|path_hooks)|(_pyodide_core|captureThis|create_proxy|Number\.register|_getframe|f_back|f_globals|f_locals|[tg]b_frame|[gc][ir]_frame|__traceback__|__globals__|__closure__|cell_contents|__code__|co_consts|__subclasses__|__builtins__|builtins\.\w+\s*=|gc\.get_objects|get_referrers|def\s+__(?:eq|ne|getattribute|instancecheck)__)|(fakes)\.\w+\s*=[^=])|([gs]etattr\s*\([^)]*['"](?:_|tb|gi|cr|ag|f_|co_)\w*['"]\s*\+|attrgetter\s*\([^)]*['"]\s*\+|['"]__[a-z]+['"]\s*\+\s*['"]|['"](?:tb|gi|cr|ag|f|co)_['"]\s*\+))/;
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
