/** Reads the shipped sample transcripts. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { readSample, type SampleFile } from "~/core/grading/sample";

const FOLDER = "prompts/samples";

/**
 * Every sample by its name (the file name without .json), in alphabetical order. Throws an Error that lists every
 * mistake of every file: samples ship with the product, so a bad one is a defect of it.
 */
export async function loadSamples(input: { root: string }): Promise<Map<string, SampleFile>> {
	const folder = path.join(input.root, FOLDER);
	const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
	const samples = new Map<string, SampleFile>();
	const mistakes: string[] = [];
	for (const name of names) {
		const { sample, problems } = readSample(JSON.parse(await readFile(path.join(folder, name), "utf8")));
		mistakes.push(...problems.map((problem) => `${FOLDER}/${name} – ${problem}`));
		if (sample) samples.set(path.basename(name, ".json"), sample);
	}
	if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
	return samples;
}
