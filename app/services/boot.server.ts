/** Everything between the start of the process and its first page. Called once per process, by server.js. */
import path from "node:path";
import { openAuth } from "~/adapters/auth.server";
import { loadContent } from "~/adapters/content.server";
import { closeDatabase, openDatabase } from "~/adapters/db/client.server";
import { storeVersions } from "~/adapters/db/content-versions.server";
import { databaseUrlIn } from "~/adapters/db/location.server";
import { readSecrets } from "~/adapters/secrets.server";
import { describeProblem } from "~/core/content/content";
import { type Env, env, envProblems } from "~/env.server";
import { prepareDatabase } from "./backup.server";
import { openConnections } from "./connections.server";
import { setContent } from "./content.server";
import { startGradingWorker } from "./grade-worker.server";
import { issueOperatorToken } from "./operator.server";
import { closeRunner, openRunner, testKit } from "./runner.server";
import { sessionReader } from "./session-key.server";
import { recoverAfterRestart, startSweep } from "./sweep.server";

/** A start that was refused for reasons the person who runs the server can mend; shown without a stack. */
export class StartError extends Error {
	constructor(title: string, reasons: readonly string[]) {
		super([title, ...reasons.map((reason) => `  - ${reason}`)].join("\n"));
		this.name = "StartError";
	}
}

export interface Running {
	/** A key for the session a cookie header carries; null when it carries none that this server signed. */
	sessionKey: (cookieHeader: string | undefined) => string | null;
	/** Printed while this server has no operator. */
	operatorLink: string | null;
	/** Stops the clockwork and closes the database. */
	stop: () => Promise<void>;
}

/** The settings of this process. Refuses with every problem of the environment at once. */
export function readSettings(): Env {
	if (envProblems.length > 0)
		throw new StartError("Mockingbird does not start: some settings need a change.", envProblems);
	return env;
}

/**
 * Migrates, loads content, picks up what a stopped process left, and starts the clockwork. `say` gets a line a step;
 * `root` is the folder with `prompts/` and `rubrics/`.
 */
export async function boot(input: { say: (line: string) => void; root?: string }): Promise<Running> {
	const { say, root = process.cwd() } = input;
	const { dataDirectory, publicUrl } = readSettings();
	const secret = env.authSecret ?? (await readSecrets({ dataDirectory })).auth;
	await openStore({ dataDirectory, say });
	openAuth({ secret, publicUrl });
	openConnections({ secret });
	await openContent({ root, dataDirectory, say });
	const runner = await openRunner();
	const kit = testKit();
	if (kit) await storeVersions({ items: [kit.item] });
	if (!runner.runsHidden)
		say("Hidden tests are off: this public server has no bubblewrap. See ALLOW_WEAK_ISOLATION in .env.example.");
	await recoverAfterRestart();
	const stops = [startSweep(), startGradingWorker()];
	const token = await issueOperatorToken();
	return {
		sessionKey: sessionReader({ secret }),
		operatorLink: token ? `${publicUrl}/operator?token=${token}` : null,
		stop: async () => {
			for (const stop of stops) stop();
			closeRunner();
			await closeDatabase();
		},
	};
}

async function openStore(input: { dataDirectory: string; say: (line: string) => void }): Promise<void> {
	const url = databaseUrlIn(input);
	const startedAt = Date.now();
	const { applied, backup } = await prepareDatabase({ url });
	if (backup) input.say(`Database copied to ${path.relative(process.cwd(), backup)} before it is changed`);
	if (applied.length > 0) input.say(`Database migrated: ${applied.join(", ")} (${seconds(startedAt)} s)`);
	openDatabase({ url });
}

async function openContent(input: { root: string; dataDirectory: string; say: (line: string) => void }): Promise<void> {
	const { root, dataDirectory, say } = input;
	const startedAt = Date.now();
	const overlay = path.join(dataDirectory, "content");
	const { content, problems, disabled } = await loadContent({ root, overlay });
	const errors = problems.filter((problem) => problem.severity === "error");
	if (errors.length > 0) {
		throw new StartError("Mockingbird does not start: the content has mistakes.", errors.map(describeProblem));
	}
	const { stored } = await storeVersions({ items: content.items });
	setContent({ content, disabled });
	for (const problem of disabled) say(`Left out of your own content: ${describeProblem(problem)}`);
	if (stored > 0) say(`Content stored: ${stored} new versions (${seconds(startedAt)} s)`);
}

function seconds(startedAt: number): string {
	return ((Date.now() - startedAt) / 1000).toFixed(1);
}
