/**
 * Told episodes are read by what was heard in them (story-markers) before by what a question's list of points expects: no
 * two people tell the same story, so a list of points misses most good ones.
 */
import type { Criterion, Rubric } from "../content/schemas";
import type { ReadSentence, RoundReading } from "./round-reading";
import { familyOf, holdsFigure, STORY_MARKERS, type StoryFamily, type StoryMarker } from "./story-markers";

export interface StoryReading {
	/** False where the criterion is about a listener and the round had none: neither played nor spoken of. */
	hadChance: boolean;
	/** Weighted share of what was heard, less what speaks against, 0–1. */
	share: number;
	/** What was heard and what was not, for the candidate. */
	reason: string;
	/** For each thing that was heard, also against, the sentence that commits to most; any where nothing was. */
	evidence: (sentences: readonly WeighedSentence[]) => WeighedSentence[];
}

interface WeighedSentence {
	sentence: ReadSentence;
	worth: number;
}

/** Where the interviewer plays somebody who has to be told something. */
const LISTENER =
	/\b(?:I(?:'m| am) (?:the|a|an|your) (?!\w* ?interviewer)|I play the|pretend|imagine (?:I|that I|you|a|an)|suppose I|explain \w+|say it (?:as|to)|(?:tell|told|write to) (?:the|your|our|a) \w+|director|CEO|head of|in plain words|for (?:a|somebody|someone) (?:who|outside)|what (?:do|would|did) you (?:tell|say to))\b/i;
/** What would be done is not what was done. */
const HYPOTHETICAL = /\b(?:I|we|you|one|they|it)(?:'d| would| should| could| might) (?!have|not|say|guess)/i;

/** Null where the round is not one of told episodes, or the criterion's own words name no family. */
export function readStory(input: { rubric: Rubric; criterion: Criterion; reading: RoundReading }): StoryReading | null {
	const { rubric, criterion, reading } = input;
	const family = rubric.round === "behavioral" ? familyOf(criterion) : null;
	if (!family) return null;
	const sentences = sentencesFor({ family, reading });
	const found = STORY_MARKERS.filter((marker) => marker.family === family).map((marker) => ({
		marker,
		hits: sentences.filter((sentence) => isHeard({ marker, sentence })),
	}));
	const sum = found.reduce((total, { marker, hits }) => total + marker.weight * partOf(marker, hits.length), 0);
	const shown = new Set(found.flatMap(({ marker, hits }) => (partOf(marker, hits.length) > 0 ? bestOf(hits) : [])));
	return {
		hadChance: family !== "listener" || firstListener(reading) >= 0,
		share: Math.min(1, Math.max(0, sum)),
		reason: describe(found.map(({ marker, hits }) => ({ marker, part: partOf(marker, hits.length) }))),
		evidence: (weighed) => {
			const heard = weighed.filter(({ sentence }) => shown.has(sentence));
			return heard.length > 0 ? heard.map(({ sentence, worth }) => ({ sentence, worth: 1 + worth })) : [...weighed];
		},
	};
}

function sentencesFor(input: { family: StoryFamily; reading: RoundReading }): ReadSentence[] {
	const { family, reading } = input;
	const spoken = reading.sentences.filter((sentence) => sentence.kind === "transcript");
	if (family !== "listener") return spoken;
	const from = firstListener(reading);
	if (from < 0) return spoken;
	const seqs = new Set(
		reading.exchanges.slice(from).flatMap(({ exchange }) => exchange.sentences.map((sentence) => sentence.seq)),
	);
	return spoken.filter((sentence) => seqs.has(sentence.seq));
}

function firstListener(reading: RoundReading): number {
	return reading.exchanges.findIndex(({ exchange }) => LISTENER.test(exchange.ask));
}

function isHeard(input: { marker: StoryMarker; sentence: ReadSentence }): boolean {
	const { marker, sentence } = input;
	if (marker.weight > 0 && marker.family !== "listener" && HYPOTHETICAL.test(sentence.text)) return false;
	if (marker.unless?.test(sentence.text)) return false;
	return marker.hears.test(sentence.text) && (!marker.withFigure || holdsFigure(sentence.text));
}

function bestOf(hits: readonly ReadSentence[]): ReadSentence[] {
	return [...hits].sort((a, b) => b.substance - a.substance).slice(0, 1);
}

/** Heard as often as wanted is all of it; what speaks against counts only then. */
function partOf(marker: StoryMarker, hits: number): number {
	const wanted = marker.times ?? 1;
	if (marker.weight < 0) return hits >= wanted ? 1 : 0;
	return Math.min(1, hits / wanted);
}

function describe(found: readonly { marker: StoryMarker; part: number }[]): string {
	const list = (chosen: typeof found) => chosen.map(({ marker }) => marker.title).join(", ");
	const heard = found.filter(({ marker, part }) => marker.weight > 0 && part === 1);
	const missing = found.filter(({ marker, part }) => marker.weight > 0 && part < 1);
	const against = found.filter(({ marker, part }) => marker.weight < 0 && part > 0);
	return [
		heard.length > 0 ? `Heard: ${list(heard)}.` : "",
		missing.length > 0 ? `Not heard, or not enough: ${list(missing)}.` : "",
		against.length > 0 ? `Against it: ${list(against)}.` : "",
	]
		.filter((part) => part !== "")
		.join(" ");
}
