/**
 * What a rewritten answer says that its author did not: numbers, names and terms that stand nowhere in their own words.
 * Cheap rules over words that rather object once too often; whoever asked for the text repairs it or does without.
 */
import { type Token, tokenize } from "./text";

export interface ForeignFact {
	kind: "number" | "name" | "term" | "mostly-new";
	/** As it stands in the text; empty for "mostly-new". */
	text: string;
}

/** Share of a text's words with a meaning that must come from its author. */
const OWN_SHARE = 0.5;

const UNITS: Record<string, number> = Object.fromEntries(
	"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
		.split(" ")
		.map((word, value) => [word, value]),
);
const TENS: Record<string, number> = Object.fromEntries(
	"twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, index) => [word, (index + 2) * 10]),
);
const SCALES: Record<string, number> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 };
/** Amounts without a figure: they must be said in the same word. */
const AMOUNTS =
	/^(?:half|halve[ds]?|quarters?|thirds|twice|doubl(?:e|ed|ing)|tripl(?:e|ed|ing)|dozens?|hundreds|thousands|millions|billions)$/;

/** Products and techniques people name, in whatever case they write them. */
const NAMES = new Set(
	(
		"kubernetes docker redis memcached kafka rabbitmq celery postgres postgresql mysql sqlite mongodb dynamodb cassandra clickhouse " +
		"bigquery snowflake databricks spark airflow elasticsearch opensearch pinecone qdrant weaviate milvus chroma chromadb faiss " +
		"pgvector langchain langgraph langsmith llamaindex crewai autogen openai anthropic claude gemini gpt llama mistral cohere " +
		"bedrock azure aws gcp sagemaker terraform datadog grafana prometheus sentry opentelemetry github gitlab jira fastapi django " +
		"flask pytorch tensorflow ragas colbert hnsw mlflow wandb stripe salesforce zendesk"
	).split(" "),
);

/**
 * The facts of `text` that stand in none of `sources`. `terms` are words or phrases that give an idea away, such as the
 * `listen_for` phrases of a question: one counts as foreign unless a source says it too. What stands in square brackets
 * in `text` is a gap to fill: it may say in new words what is missing, but name no number and nobody.
 */
export function foreignFacts(input: {
	text: string;
	sources: readonly string[];
	terms?: readonly string[];
}): ForeignFact[] {
	const { text } = input;
	const source = input.sources.join("\n");
	const tokens = tokenize(text);
	const known = tokenize(source);
	const words = new Set(known.map((token) => token.word));
	const stems = new Set(known.map((token) => token.stem));
	const foreign: ForeignFact[] = [...foreignNumbers({ text, tokens, source, known })];
	for (const token of tokens) {
		const raw = text.slice(token.from, token.to);
		if (words.has(token.word) || stems.has(token.stem) || isNumber(token.word)) continue;
		if (looksLikeName({ text, token, raw })) foreign.push({ kind: "name", text: raw });
	}
	const spoken = lineOf(known);
	const claimed = tokenize(text.replace(/\[[^\][]{0,120}\]/g, " . "));
	const said = lineOf(claimed);
	for (const term of input.terms ?? []) {
		const phrase = lineOf(tokenize(term)).trimEnd();
		if (phrase !== "" && said.includes(phrase) && !spoken.includes(phrase)) foreign.push({ kind: "term", text: term });
	}
	const meaning = new Set(claimed.filter((token) => !token.stop).map((token) => token.stem));
	const own = [...meaning].filter((stem) => stems.has(stem)).length;
	if (meaning.size > 0 && own / meaning.size < OWN_SHARE) foreign.push({ kind: "mostly-new", text: "" });
	return foreign.filter((fact, index) => foreign.findIndex((other) => other.text === fact.text) === index);
}

function foreignNumbers(input: {
	text: string;
	tokens: readonly Token[];
	source: string;
	known: readonly Token[];
}): ForeignFact[] {
	const said = numbersIn({ text: input.source, tokens: input.known, parts: true });
	const values = new Set(said.map((number) => number.value));
	const measured = new Set(said.map((number) => `${number.value}${number.sign}`));
	const amounts = new Set(input.known.map((token) => token.stem));
	const numbers = numbersIn({ text: input.text, tokens: input.tokens, parts: false })
		.filter(({ value, sign, spelled }) => {
			// "One of them" counts nothing.
			if (spelled && value === 1) return false;
			return !values.has(value) || (sign !== "" && !measured.has(`${value}${sign}`));
		})
		.map(({ text }): ForeignFact => ({ kind: "number", text }));
	const unsaid = input.tokens
		.filter((token) => AMOUNTS.test(token.word) && !amounts.has(token.stem))
		.map((token): ForeignFact => ({ kind: "number", text: input.text.slice(token.from, token.to) }));
	return [...numbers, ...unsaid];
}

interface FoundNumber {
	value: number;
	/** "%", "$", "€" or "£" where the number is followed or led by it. */
	sign: string;
	spelled: boolean;
	text: string;
}

/** The numbers of a text, in digits or in words. With `parts`, the parts of a number made of several words count too. */
function numbersIn(input: { text: string; tokens: readonly Token[]; parts: boolean }): FoundNumber[] {
	const { text, tokens, parts } = input;
	const found: FoundNumber[] = [];
	for (let index = 0; index < tokens.length; index += 1) {
		const run = numberRun(tokens, index);
		const first = tokens[index];
		const last = tokens[index + run.length - 1];
		if (run.length === 0 || !first || !last) continue;
		const next = tokens[index + run.length];
		const sign = signOf({ before: text.slice(0, first.from), after: text.slice(last.to, last.to + 2), next });
		const spelled = !/\d/.test(first.word);
		found.push({ value: total(run), sign, spelled, text: text.slice(first.from, last.to) });
		if (parts) for (const part of run) found.push({ value: part.value, sign: "", spelled, text: "" });
		index += run.length - 1;
	}
	return found;
}

interface Part {
	value: number;
	/** Multiplies what stands before it. */
	scale: boolean;
	digits: boolean;
}

function numberRun(tokens: readonly Token[], start: number): Part[] {
	const run: Part[] = [];
	for (const token of tokens.slice(start, start + 8)) {
		const part = readNumber(token.word);
		if (!part) break;
		const previous = run.at(-1);
		// "Twenty five" and "two hundred five" are one number; "five, twenty", "20 three" and "three 38" are two.
		if (previous && !part.scale) {
			if (part.digits || previous.digits) break;
			const inTens = previous.value >= 20 && previous.value < 100 && part.value < 10 && !previous.scale;
			if (!inTens && (!previous.scale || part.value >= previous.value)) break;
		}
		run.push(part);
	}
	return run;
}

/** Digits with at most a unit: "4o" and "p95" are names. */
const MEASURED = /^(\d+(?:\.\d+)?)(?:ms|s|secs?|mins?|h|hrs?|d|x|kb|mb|gb|tb|st|nd|rd|th)?$/;

function readNumber(word: string): Part | null {
	if (word in SCALES) return { value: SCALES[word] ?? 0, scale: true, digits: false };
	if (word in UNITS) return { value: UNITS[word] ?? 0, scale: false, digits: false };
	if (word in TENS) return { value: TENS[word] ?? 0, scale: false, digits: false };
	const digits = MEASURED.exec(word.replaceAll(",", ""));
	return digits ? { value: Number(digits[1]), scale: false, digits: true } : null;
}

function total(run: readonly Part[]): number {
	let [sum, group] = [0, 0];
	for (const { value, scale } of run) {
		if (!scale) group += value;
		else if (value === 100) group = (group || 1) * 100;
		else {
			sum += (group || 1) * value;
			group = 0;
		}
	}
	return sum + group;
}

function signOf(input: { before: string; after: string; next: Token | undefined }): string {
	const { before, after, next } = input;
	if (/^\s?%/.test(after) || next?.word === "percent") return "%";
	const money = /([$€£])\s?$/.exec(before)?.[1] ?? /^\s?([$€£])/.exec(after)?.[1];
	if (money) return money;
	return { dollars: "$", euros: "€", pounds: "£" }[next?.word ?? ""] ?? "";
}

function isNumber(word: string): boolean {
	return readNumber(word) !== null;
}

const SENTENCE_START = /(?:^|[.!?:;\n]["”’)\]]*\s+|["“‘([]|[-•*]\s+)$/;

/** Capitals inside a sentence, capitals or digits inside a word, and the known names in any case. */
function looksLikeName(input: { text: string; token: Token; raw: string }): boolean {
	const { text, token, raw } = input;
	if (NAMES.has(token.word)) return true;
	if (/\d/.test(raw) || /[+#]/.test(raw)) return true;
	if (/\p{L}\p{Lu}|^\p{Lu}{2,}/u.test(raw)) return true;
	if (!/^\p{Lu}/u.test(raw) || /^I(?:['’]\p{L}+)?$/u.test(raw)) return false;
	return !SENTENCE_START.test(text.slice(Math.max(0, token.from - 8), token.from));
}

function lineOf(tokens: readonly Token[]): string {
	return tokens.length === 0 ? "" : ` ${tokens.map((token) => token.word).join(" ")} `;
}
