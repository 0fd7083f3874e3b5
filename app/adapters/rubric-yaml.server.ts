/** Rubrics as YAML files: the same layout as `rubrics/*.yaml`, so a file travels between servers and this repository. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { describeProblem } from "~/core/content/content";
import { Rubric } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { parseContentFile } from "./content-file.server";

const NAME = "rubric.yaml";

/**
 * Reads a rubric file. Throws "unprocessable-file" with the first mistakes, each with its line: aliases, duplicate keys,
 * tags, unknown keys and wrong values are mistakes; nothing is executed.
 */
export function readRubricYaml(source: string): Rubric {
	const parsing = parseContentFile({
		file: NAME,
		size: Buffer.byteLength(source),
		source,
		schema: Rubric,
		kind: "rubric",
	});
	if ("parsed" in parsing) return parsing.parsed.value as unknown as Rubric;
	const said = parsing.problems.slice(0, 3).map(describeProblem).join("; ");
	const more = parsing.problems.length > 3 ? `; and ${parsing.problems.length - 3} more` : "";
	throw new AppError("unprocessable-file", `The file is not a rubric. ${said}${more}. Nothing was stored.`);
}

/** Canonical YAML: keys in the order of the shipped files, one criterion after the other, no anchors or aliases. */
export function writeRubricYaml(rubric: Rubric): string {
	const { id, round, version, title, weight_rationale, criteria, red_flags, exemplars } = rubric;
	const ordered = {
		id,
		round,
		version,
		title,
		weight_rationale,
		criteria: criteria.map((criterion) => ({
			id: criterion.id,
			title: criterion.title,
			weight: criterion.weight,
			...(criterion.must_have ? { must_have: true } : {}),
			looks_at: criterion.looks_at,
			evidence: criterion.evidence,
			anchors: criterion.anchors,
			bar: criterion.bar,
		})),
		red_flags,
		...(exemplars ? { exemplars } : {}),
	};
	return stringify(ordered, { version: "1.2", schema: "core", lineWidth: 0, aliasDuplicateObjects: false });
}

/** The file a shipped rubric was read from, as it stands there; null when this server has none of that name. */
export async function shippedRubricSource(input: { root: string; slug: string }): Promise<string | null> {
	if (!/^[a-z0-9-]+$/.test(input.slug)) return null;
	return readFile(path.join(input.root, "rubrics", `${input.slug}.yaml`), "utf8").catch(() => null);
}
