/** The rubrics of a person: copies, imports, YAML, and which can be practised with. */
import { randomBytes } from "node:crypto";
import { membershipsOf } from "~/adapters/db/organizations.server";
import { createStudioRubric, listStudioRubrics, type StoredStudioRubric } from "~/adapters/db/studio-rubrics.server";
import { readRubricYaml, shippedRubricSource, writeRubricYaml } from "~/adapters/rubric-yaml.server";
import type { Round, Rubric } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { ContentPin } from "~/core/interview/plan";
import { describeChanges } from "~/core/rubrics/changes";
import { checkDraft, draftOf, newDraft, type RubricDraft, slugOf, toRubric } from "~/core/rubrics/draft";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { bodyOf, lastOf, nameOf, roundTitle, visible } from "./rubric-access.server";
import { publishRubric } from "./rubric-draft.server";

export const MAX_YAML_BYTES = 200_000;
const MAX_RUBRICS = 200;

export interface RubricSummary {
	id: string;
	title: string;
	round: Round;
	roundTitle: string;
	criteria: number;
	/** Null when it was never published. */
	version: number | null;
	changedAt: number;
	changedBy: string;
	/** Whether the draft differs from what is published. */
	changed: boolean;
	archived: boolean;
	shared: boolean;
}

/** The shipped rubrics, and those this person has or shares. */
export async function viewRubrics(person: Person | null) {
	const { rubrics, guides } = getContent();
	const shipped = [...rubrics.values()]
		.filter((rubric) => guides.has(rubric.round))
		.map(({ id, title, round, version, criteria }) => ({
			id,
			title,
			round,
			roundTitle: roundTitle(round),
			version,
			criteria: criteria.map(({ title: name, weight, must_have }) => ({ title: name, weight, mustHave: must_have })),
		}));
	const own = person ? await rubricsOf(person) : [];
	return { shipped, own: await Promise.all(own.map(summarize)) };
}

/** Starts a copy of a shipped rubric, published at once as version 1 of its own line, so that it can be used and compared. */
export async function forkRubric(input: { person: Person; from: string }): Promise<{ id: string }> {
	const { person, from } = input;
	const shipped = getContent().rubrics.get(from);
	const source = shipped ?? (await publishedRubric({ id: from, person }));
	const draft = { ...draftOf(source), title: `My ${source.title}`.slice(0, 600) };
	const origin = `${source.title}, version ${source.version}`;
	const { id } = await createLine({ person, round: source.round, draft, forkedFrom: origin });
	await publishRubric({ id, person, revision: 1, reason: `A copy of ${origin}` });
	return { id };
}

/** Starts an empty rubric for a round. */
export async function createRubric(input: { person: Person; round: Round; title: string }): Promise<{ id: string }> {
	const { person, round, title } = input;
	if (!getContent().guides.has(round)) throw new AppError("bad-input", "There is no such round here.");
	return createLine({ person, round, draft: newDraft(title.trim()), forkedFrom: "" });
}

/** Reads a YAML file as the draft of a new rubric. Refuses with line and sentence; then nothing is stored. */
export async function importRubric(input: { person: Person; source: string }): Promise<{ id: string }> {
	const { person, source } = input;
	if (Buffer.byteLength(source) > MAX_YAML_BYTES)
		throw new AppError("too-large", `A rubric file has at most ${MAX_YAML_BYTES / 1000} kB. Nothing was stored.`);
	const rubric = readRubricYaml(source);
	if (!getContent().guides.has(rubric.round))
		throw new AppError(
			"unprocessable-file",
			`The round "${rubric.round}" cannot be practised here. Nothing was stored.`,
		);
	return createLine({ person, round: rubric.round, draft: draftOf(rubric), forkedFrom: "an imported file" });
}

/** A shipped rubric as its own file, any other one as canonical YAML; without `version` the draft of a rubric of one's own. */
export async function exportRubric(input: {
	id: string;
	person: Person | null;
	version: number | null;
}): Promise<{ name: string; source: string }> {
	const { id, person, version } = input;
	if (getContent().rubrics.has(id)) {
		const source = await shippedRubricSource({ root: process.cwd(), slug: id });
		if (source !== null) return { name: `${id}.yaml`, source };
	}
	const rubric = await visible({ id, person });
	if (version === null) {
		const next = (rubric.publications.at(-1)?.version ?? 0) + 1;
		const problems = checkDraft(rubric.draft);
		if (problems.length > 0)
			throw new AppError("conflict", `A draft with gaps makes no file. ${problems[0]?.sentence ?? ""}`);
		const draft = toRubric({ draft: rubric.draft, id: rubric.slug, round: rubric.round, version: next });
		return { name: `${rubric.slug}.yaml`, source: writeRubricYaml(draft) };
	}
	const publication = rubric.publications.find((entry) => entry.version === version);
	if (!publication) throw new AppError("not-found", `This rubric has no version ${version}.`);
	return { name: `${rubric.slug}-v${version}.yaml`, source: writeRubricYaml(await bodyOf(publication.hash)) };
}

/** What of their own a person can practise with: published and not archived. */
export async function usableRubrics(person: Person | null): Promise<(Rubric & { studioId: string })[]> {
	if (!person) return [];
	const own = await rubricsOf(person);
	const usable = own.filter((rubric) => rubric.archivedAt === null && rubric.publications.length > 0);
	return Promise.all(usable.map(async (rubric) => ({ ...(await bodyOf(lastOf(rubric).hash)), studioId: rubric.id })));
}

/** The last published version of a rubric as an interview pins it. */
export async function pinRubric(input: { id: string; person: Person; round: Round }): Promise<ContentPin> {
	const rubric = await visible(input);
	const last = rubric.publications.at(-1);
	if (!last || rubric.archivedAt !== null)
		throw new AppError(
			"conflict",
			"This rubric has no published version to practise with. Publish one, or choose another rubric.",
		);
	if (rubric.round !== input.round)
		throw new AppError("bad-input", `This rubric is for another round: ${roundTitle(rubric.round)}.`);
	return { slug: rubric.slug, version: last.version, hash: last.hash };
}

/** A person's own rubrics and those of their organisations. */
export async function rubricsOf(person: Person): Promise<StoredStudioRubric[]> {
	const memberships = await membershipsOf({ userId: person.id });
	return listStudioRubrics({
		userId: person.id,
		organizationIds: memberships.map((entry) => entry.organizationId),
	});
}

async function publishedRubric(input: { id: string; person: Person }): Promise<Rubric> {
	const rubric = await visible(input);
	if (rubric.publications.length === 0)
		throw new AppError("conflict", "This rubric was never published. Publish it before you copy it.");
	return bodyOf(lastOf(rubric).hash);
}

async function createLine(input: {
	person: Person;
	round: Round;
	draft: RubricDraft;
	forkedFrom: string;
}): Promise<{ id: string }> {
	const { person, round, draft, forkedFrom } = input;
	const existing = await rubricsOf(person);
	if (existing.length >= MAX_RUBRICS)
		throw new AppError("too-many", `You have ${existing.length} rubrics, the most there can be. Nothing was stored.`);
	// Two copies of one rubric say the same; their names must not, or their versions would be one version.
	const slug = `${slugOf(draft.title)}-${randomBytes(4).toString("hex")}`;
	return createStudioRubric({
		userId: person.id,
		organizationId: null,
		slug,
		round,
		draft,
		forkedFrom,
		by: nameOf(person),
	});
}

async function summarize(rubric: StoredStudioRubric): Promise<RubricSummary> {
	const last = rubric.publications.at(-1);
	const published = last ? draftOf(await bodyOf(last.hash)) : null;
	return {
		id: rubric.id,
		title: rubric.title,
		round: rubric.round,
		roundTitle: roundTitle(rubric.round),
		criteria: rubric.draft.criteria.length,
		version: last?.version ?? null,
		changedAt: rubric.changedAt,
		changedBy: rubric.changedBy,
		changed: !published || describeChanges({ before: published, after: rubric.draft }).length > 0,
		archived: rubric.archivedAt !== null,
		shared: rubric.organizationId !== null,
	};
}
