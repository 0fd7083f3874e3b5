/**
 * The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980), so that "retrieves",
 * "retrieval" and "retrieving" count as one word. Words shorter than three letters and tokens with digits stay as they
 * are.
 */
const STEP_2: [string, string][] = [
	["ational", "ate"],
	["tional", "tion"],
	["enci", "ence"],
	["anci", "ance"],
	["izer", "ize"],
	["bli", "ble"],
	["alli", "al"],
	["entli", "ent"],
	["eli", "e"],
	["ousli", "ous"],
	["ization", "ize"],
	["ation", "ate"],
	["ator", "ate"],
	["alism", "al"],
	["iveness", "ive"],
	["fulness", "ful"],
	["ousness", "ous"],
	["aliti", "al"],
	["iviti", "ive"],
	["biliti", "ble"],
	["logi", "log"],
];
const STEP_3: [string, string][] = [
	["icate", "ic"],
	["ative", ""],
	["alize", "al"],
	["iciti", "ic"],
	["ical", "ic"],
	["ful", ""],
	["ness", ""],
];
const STEP_4 = "ement ance ence able ible ment ant ent ism ate iti ous ive ize al er ic ou".split(" ");

/** For each letter whether it is a consonant; y is one at the start and after a vowel. */
function readConsonants(word: string): boolean[] {
	const consonants: boolean[] = [];
	for (let index = 0; index < word.length; index += 1) {
		const letter = word.charCodeAt(index);
		const vowel = letter === 97 || letter === 101 || letter === 105 || letter === 111 || letter === 117;
		consonants.push(!vowel && (letter !== 121 || index === 0 || !consonants[index - 1]));
	}
	return consonants;
}

function isConsonant(word: string, index: number): boolean {
	return readConsonants(word.slice(0, index + 1))[index] === true;
}

/** Number of vowel–consonant sequences: Porter's measure m. */
function measure(stem: string): number {
	let count = 0;
	let inVowels = false;
	for (const consonant of readConsonants(stem)) {
		if (consonant && inVowels) count += 1;
		inVowels = !consonant;
	}
	return count;
}

function hasVowel(stem: string): boolean {
	return readConsonants(stem).includes(false);
}

function endsDouble(stem: string): boolean {
	const last = stem.length - 1;
	return last > 0 && stem[last] === stem[last - 1] && isConsonant(stem, last);
}

function endsShort(stem: string): boolean {
	const last = stem.length - 1;
	if (last < 2) return false;
	const pattern = isConsonant(stem, last - 2) && !isConsonant(stem, last - 1) && isConsonant(stem, last);
	return pattern && !/[wxy]/.test(stem[last] ?? "");
}

/** The stem of one lower-case word. */
export function stem(word: string): string {
	if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
	let result = stripPlural(word);
	result = stripTense(result);
	if (result.endsWith("y") && hasVowel(result.slice(0, -1))) result = `${result.slice(0, -1)}i`;
	result = replaceSuffix(result, STEP_2);
	result = replaceSuffix(result, STEP_3);
	result = stripLong(result);
	return tidyEnd(result);
}

function stripPlural(word: string): string {
	if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
	if (word.endsWith("ss") || !word.endsWith("s")) return word;
	return word.slice(0, -1);
}

function stripTense(word: string): string {
	if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
	const cut = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
	if (cut === 0 || !hasVowel(word.slice(0, -cut))) return word;
	const base = word.slice(0, -cut);
	if (/(?:at|bl|iz)$/.test(base)) return `${base}e`;
	if (endsDouble(base) && !/[lsz]$/.test(base)) return base.slice(0, -1);
	return measure(base) === 1 && endsShort(base) ? `${base}e` : base;
}

function replaceSuffix(word: string, table: readonly [string, string][]): string {
	if (word.length < 4) return word;
	const entry = table.find(([suffix]) => word.endsWith(suffix));
	if (!entry) return word;
	const base = word.slice(0, -entry[0].length);
	return measure(base) > 0 ? base + entry[1] : word;
}

function stripLong(word: string): string {
	if (/[st]ion$/.test(word) && measure(word.slice(0, -3)) > 1) return word.slice(0, -3);
	const suffix = STEP_4.find((candidate) => word.endsWith(candidate));
	if (!suffix) return word;
	const base = word.slice(0, -suffix.length);
	return measure(base) > 1 ? base : word;
}

function tidyEnd(word: string): string {
	let result = word;
	if (result.endsWith("e")) {
		const base = result.slice(0, -1);
		const size = measure(base);
		if (size > 1 || (size === 1 && !endsShort(base))) result = base;
	}
	return result.endsWith("ll") && measure(result) > 1 ? result.slice(0, -1) : result;
}
