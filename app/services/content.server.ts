/** The content this process runs on, and the pinned content of a stored interview. */
import { findVersions } from "~/adapters/db/content-versions.server";
import type { Content, ContentProblem } from "~/core/content/content";
import { LevelNote, Persona, RoundGuide, Scale } from "~/core/content/round-schemas";
import { PriceBook, Question, Rubric } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { withRubric } from "~/core/interview/make-plan";
import type { ContentPin, InterviewPlan } from "~/core/interview/plan";
import type { RoundContent } from "~/core/interview/round-content";

interface Loaded {
	content: Content;
	/** Overlay files that were left out, with the reason: shown to the operator. */
	disabled: ContentProblem[];
}

/** `checked` is the value after its schema, once somebody has asked for it. */
interface PinnedBody {
	value: unknown;
	checked?: unknown;
}

const holder = globalThis as typeof globalThis & {
	mockingbirdContent?: Loaded;
	mockingbirdPins?: Map<string, PinnedBody>;
};

export function setContent(loaded: Loaded): void {
	holder.mockingbirdContent = loaded;
}

export function getContent(): Content {
	if (!holder.mockingbirdContent) throw new Error("content was used before it was loaded");
	return holder.mockingbirdContent.content;
}

export function disabledContent(): ContentProblem[] {
	return holder.mockingbirdContent?.disabled ?? [];
}

/** The exact versions a plan names. Bodies are immutable, so they are read and checked once per process. */
export async function loadRoundContent(plan: InterviewPlan): Promise<RoundContent> {
	const pins = [...plan.segments.flatMap((segment) => [segment.question, segment.rubric]), ...Object.values(plan.pins)];
	const bodies = await readPinned(pins);
	const read = <T>(pin: ContentPin | undefined, schema: { parse: (value: unknown) => T }): T => {
		const body = pin ? bodies.get(pin.hash) : undefined;
		if (body === undefined) {
			throw new AppError(
				"not-available",
				"A content version this round was held with is missing from the database. Restore a backup.",
			);
		}
		body.checked ??= schema.parse(body.value);
		return body.checked as T;
	};
	return {
		plan,
		questions: plan.segments.map((segment) => read(segment.question, Question)),
		rubrics: plan.segments.map((segment) => read(segment.rubric, Rubric)),
		guide: read(plan.pins.guide, RoundGuide),
		persona: read(plan.pins.persona, Persona),
		levelNote: read(plan.pins.level, LevelNote),
		scale: read(plan.pins.scale, Scale),
		priceBook: plan.pins.prices ? read(plan.pins.prices, PriceBook) : null,
	};
}

/** The content of a round as one of its grade runs saw it: a regrade may have used another version of the rubric. */
export async function contentForRun(input: { plan: InterviewPlan; rubricHash: string }): Promise<RoundContent> {
	const { plan, rubricHash } = input;
	const main = plan.segments[0]?.rubric;
	if (!main || rubricHash.split(",").includes(main.hash)) return loadRoundContent(plan);
	const [version] = await findVersions({ hashes: [rubricHash] });
	if (!version) return loadRoundContent(plan);
	const pin = { slug: version.slug, version: version.version, hash: version.hash };
	return loadRoundContent(withRubric({ plan, pin }));
}

async function readPinned(pins: readonly ContentPin[]): Promise<Map<string, PinnedBody>> {
	holder.mockingbirdPins ??= new Map();
	const cache = holder.mockingbirdPins;
	const missing = [...new Set(pins.map((pin) => pin.hash))].filter((hash) => !cache.has(hash));
	if (missing.length > 0) {
		for (const version of await findVersions({ hashes: missing }))
			cache.set(version.hash, { value: JSON.parse(version.body) });
	}
	return cache;
}
