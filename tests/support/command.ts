/** Runs a command of scripts/ as a person would, to its end. */
import { spawnSync } from "node:child_process";
import process from "node:process";

export function runCommand(script: string, args: string[], stdin = "") {
	const words = ["--import", "tsx", `scripts/${script}.ts`, ...args];
	const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", input: stdin });
	return { status, stdout, stderr };
}
