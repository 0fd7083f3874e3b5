/** Once before the browser tests: the pages are built, and there is a browser. */
import type { TestProject } from "vitest/node";
import { prepare } from "../../scripts/prepare.js";
import { findBrowser } from "./find-browser";

export default async function setup(project: TestProject): Promise<void> {
	await prepare({ build: true });
	project.provide("browserPath", findBrowser());
}

declare module "vitest" {
	export interface ProvidedContext {
		browserPath: string;
	}
}
