/** The model a command may use: the one the environment names. Commands store nothing and need no database. */
import { randomUUID } from "node:crypto";
import { loadContent } from "~/adapters/content.server";
import type { Task } from "~/core/connection";
import { type Content, describeProblem } from "~/core/content/content";
import { envProblems } from "~/env.server";
import { environmentRoutes, openConnections } from "~/services/connections.server";
import { setContent } from "~/services/content.server";
import { logger } from "~/services/logger.server";
import type { Attempt, Route } from "~/services/model-call.server";
import { tell } from "./terminal";

/** The routes for a task; throws a sentence with `option` in it when the environment names no model. */
export function connectEnvironment(input: { task: Task; option: string }): Route[] {
	const { task, option } = input;
	// stdout belongs to the result.
	logger.level = "silent";
	const wrong = envProblems.filter((problem) => problem.includes("MODEL"));
	if (wrong.length > 0) throw new Error(wrong.join("\n"));
	openConnections({ secret: randomUUID() });
	const routes = environmentRoutes({ task });
	if (routes.length === 0) {
		throw new Error(
			`No model is connected, so ${option} cannot be used. Set MODEL_PROVIDER and MODEL (see .env.example), or leave it out.`,
		);
	}
	return routes;
}

/** The shipped content, for the commands and for the services they call. */
export async function readContent(): Promise<Content> {
	const { content, problems } = await loadContent({ root: process.cwd() });
	const errors = problems.filter((problem) => problem.severity === "error");
	if (errors.length > 0) throw new Error(`The content cannot be used:\n${errors.map(describeProblem).join("\n")}`);
	setContent({ content, disabled: [] });
	return content;
}

/** Tells every failed attempt on stderr, so that a slow or partial result explains itself. */
export function tellFailures(purpose: string): (attempt: Attempt) => void {
	return ({ outcome, number }) => {
		if (outcome !== "ok") tell(`${purpose}, attempt ${number}: ${outcome}`);
	};
}
