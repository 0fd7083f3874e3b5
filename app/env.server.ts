/**
 * What the environment sets: the only reader of `process.env` in the application. `.env.example` explains each variable.
 * Reading never throws, so that a test can import any service; a start is refused while `envProblems` has an entry.
 */
import path from "node:path";
import { type EnvModel, type ReadText, readModel } from "./env-model.server";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Env {
	host: string;
	port: number;
	/** Absolute path of the folder with the database, the secrets and the server's own content. */
	dataDirectory: string;
	/** Where people reach this server: an origin without a slash at its end. */
	publicUrl: string;
	/** Whether PUBLIC_URL was set. Without it the addresses of this machine are accepted too. */
	hasPublicUrl: boolean;
	/** `publicUrl` is not this machine: https and secrets of its own are required. */
	isPublic: boolean;
	/** Signs sessions; null means the one kept in the data folder. */
	authSecret: string | null;
	/** For Express: false, a number of proxies, or a list of their addresses. */
	trustProxy: false | number | string;
	logLevel: LogLevel;
	/** Milliseconds the practice engine takes before each sentence. */
	practicePaceMs: number;
	/** Posts without a session that one address may send in ten minutes. */
	newcomersPerAddress: number;
	/** A model for everybody, connected by the environment. */
	model: EnvModel | null;
	/** Run hidden tests on a public server without bubblewrap round them. */
	allowWeakIsolation: boolean;
	/** Dollars; null is no limit. */
	budgets: { interview: number | null; person: number | null; server: number | null };
}

const MIN_SECRET_CHARACTERS = 32;

/**
 * Reads a set of variables. Each problem is a sentence that names the variable and what would be right; the value it
 * concerns falls back to the default.
 */
export function readEnv(input: { variables: Record<string, string | undefined>; isTerminal?: boolean }): {
	env: Env;
	problems: string[];
} {
	const problems: string[] = [];
	const text = (name: string) => input.variables[name]?.trim() || null;
	const whole = (name: string, { fallback, max }: { fallback: number; max: number }): number => {
		const value = text(name);
		if (value === null) return fallback;
		if (/^\d{1,9}$/.test(value) && Number(value) <= max) return Number(value);
		problems.push(`${name} is "${value}": it must be a whole number from 0 to ${max}.`);
		return fallback;
	};
	const host = text("HOST") ?? "127.0.0.1";
	const port = whole("PORT", { fallback: 4310, max: 65_535 });
	const authSecret = readSecret(text("AUTH_SECRET"), problems);
	const given = readPublicUrl(text("PUBLIC_URL"), problems);
	const publicUrl = given?.origin ?? `http://${isWildcard(host) ? "127.0.0.1" : bracketed(host)}:${port}`;
	const isPublic = given !== null && !isLoopback(given.hostname);
	if (isPublic) problems.push(...publicProblems({ given, authSecret: text("AUTH_SECRET") }));
	const env: Env = {
		host,
		port,
		dataDirectory: path.resolve(text("DATA_DIR") ?? "data"),
		publicUrl,
		hasPublicUrl: given !== null,
		isPublic,
		authSecret,
		trustProxy: readTrustProxy(text("TRUST_PROXY")),
		logLevel: readLogLevel({ value: text("LOG_LEVEL"), isTerminal: input.isTerminal === true, problems }),
		practicePaceMs: whole("PRACTICE_PACE_MS", { fallback: 350, max: 10_000 }),
		newcomersPerAddress: whole("NEWCOMERS_PER_ADDRESS", { fallback: 300, max: 1_000_000 }),
		model: readModel(text, problems),
		allowWeakIsolation: readYes("ALLOW_WEAK_ISOLATION", text, problems),
		budgets: {
			interview: readDollars("BUDGET_PER_INTERVIEW", text, problems),
			person: readDollars("BUDGET_PER_PERSON", text, problems),
			server: readDollars("BUDGET_OF_SERVER", text, problems),
		},
	};
	return { env, problems };
}

function readYes(name: string, text: ReadText, problems: string[]): boolean {
	const value = text(name);
	if (value === null || value === "no") return false;
	if (value !== "yes") problems.push(`${name} is "${value}": it must be yes or no.`);
	return value === "yes";
}

function readDollars(name: string, text: ReadText, problems: string[]): number | null {
	const value = text(name);
	if (value === null) return null;
	if (/^\d{1,6}(\.\d{1,2})?$/.test(value)) return Number(value);
	problems.push(`${name} is "${value}": it must be an amount in dollars, such as 2.50.`);
	return null;
}

/** Whether a host name can only mean this machine. */
export function isLoopback(hostname: string): boolean {
	return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

function isWildcard(host: string): boolean {
	return host === "0.0.0.0" || host === "::" || host === "[::]";
}

function bracketed(host: string): string {
	return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

function readPublicUrl(value: string | null, problems: string[]): URL | null {
	if (value === null) return null;
	const url = URL.canParse(value) ? new URL(value) : null;
	if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash && !url.username)
		return url;
	problems.push(
		`PUBLIC_URL is "${value}": it must be an address without a path, such as https://practice.example.org.`,
	);
	return null;
}

function publicProblems(input: { given: URL; authSecret: string | null }): string[] {
	const { given, authSecret } = input;
	const problems: string[] = [];
	if (given.protocol !== "https:") {
		problems.push(
			`PUBLIC_URL is ${given.origin}: people reach it from other machines, so it must start with https://.`,
		);
	}
	if (authSecret === null) {
		problems.push(
			"AUTH_SECRET is missing: a public server needs a secret of its own. `openssl rand -base64 32` makes one.",
		);
	}
	return problems;
}

function readSecret(value: string | null, problems: string[]): string | null {
	if (value === null) return null;
	if (value.length >= MIN_SECRET_CHARACTERS && new Set(value).size >= 10) return value;
	problems.push(
		`AUTH_SECRET is too easy to guess: it needs at least ${MIN_SECRET_CHARACTERS} random characters. \`openssl rand -base64 32\` makes one.`,
	);
	return null;
}

function readTrustProxy(value: string | null): Env["trustProxy"] {
	if (value === null || value === "false" || value === "0") return false;
	return /^\d{1,2}$/.test(value) ? Number(value) : value;
}

function readLogLevel(input: { value: string | null; isTerminal: boolean; problems: string[] }): LogLevel {
	const { value, isTerminal, problems } = input;
	const fallback = isTerminal ? "warn" : "info";
	if (value === null) return fallback;
	const level = LOG_LEVELS.find((known) => known === value);
	if (!level) problems.push(`LOG_LEVEL is "${value}": it must be one of ${LOG_LEVELS.join(", ")}.`);
	return level ?? fallback;
}

const read = readEnv({ variables: process.env, isTerminal: process.stdout.isTTY === true });

export const env: Env = read.env;
export const envProblems: readonly string[] = read.problems;
