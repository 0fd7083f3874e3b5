// @ts-check
import { existsSync } from "node:fs";
import process from "node:process";

/** Reads `.env` in the working directory, if there is one. What the environment already says wins. */
export function readSettingsFile() {
	if (existsSync(".env")) process.loadEnvFile(".env");
}
