/** Turns what a candidate said into a graded example of a rubric: with their consent, after a preview without the names that were found. */
import { ownGrade } from "~/adapters/db/human-grades.server";
import { rubricOfVersion } from "~/adapters/db/studio-rubrics.server";
import { AppError } from "~/core/errors";
import { type CleanedWords, replaceNames } from "~/core/grading/names";
import { freeId, MAX_ANSWER, MAX_EXEMPLARS } from "~/core/rubrics/draft";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";
import { editable } from "./rubric-access.server";
import { saveDraft } from "./rubric-draft.server";

/** The rubric whose draft an example of this interview could go into; null when it is not one this person may change. */
export async function rubricForExample(input: { id: string; person: Person }): Promise<string | null> {
	const interview = await readableInterview(input);
	const rubric = await rubricOfVersion({ hash: interview.plan.segments[0]?.rubric.hash ?? "" });
	if (!rubric) return null;
	return editable({ id: rubric.id, person: input.person }).then(
		() => rubric.id,
		() => null,
	);
}

/** The words quoted for one criterion as they would be published, and what was replaced in them. Stores nothing. */
export async function previewExample(input: {
	id: string;
	person: Person;
	criterion: string;
	consents: boolean;
}): Promise<CleanedWords & { criterion: string; said: string }> {
	const { criterion, consents } = input;
	if (!consents) throw new AppError("bad-input", "Tick that whoever said it agrees. Nothing was added.");
	const { interview, given } = await quoted(input);
	const said = given.evidence.map((evidence) => evidence.quote).join(" … ");
	return { criterion, said, ...replaceNames({ text: said, names: [interview.link?.takerName ?? ""] }) };
}

/**
 * Adds words a person quoted for one criterion to the draft of the rubric, as they left them after reading the preview,
 * with the score they gave. Nothing is published by that: the draft shows it as a change, to be read once more.
 */
export async function addExample(input: {
	id: string;
	person: Person;
	criterion: string;
	consents: boolean;
	/** The words after the preview; what `previewExample` makes of them when left out. */
	answer?: string;
}): Promise<{ rubric: string }> {
	const { person, criterion } = input;
	const preview = await previewExample(input);
	const { given } = await quoted(input);
	const answer = (input.answer ?? preview.text).trim();
	if (answer.length < 3) throw new AppError("bad-input", "The example has no words left. Nothing was added.");
	if (answer.length > MAX_ANSWER)
		throw new AppError("bad-input", `An example has at most ${MAX_ANSWER} characters. Nothing was added.`);
	const id = await rubricForExample(input);
	if (!id) throw new AppError("forbidden", "This interview was not graded by a rubric you can change.");
	const { draft, revision } = await editable({ id, person });
	if (draft.exemplars.length >= MAX_EXEMPLARS)
		throw new AppError("too-many", `The rubric has ${MAX_EXEMPLARS} examples, the most there can be.`);
	const taken = draft.exemplars.map((example) => example.id);
	const example = {
		id: freeId("example", taken),
		criterion,
		score: given.score,
		answer,
		from: "candidate-who-agreed" as const,
	};
	const saved = await saveDraft({
		id,
		person,
		revision,
		draft: { ...draft, exemplars: [...draft.exemplars, example] },
	});
	if (!saved.saved) throw new AppError("conflict", "The rubric was changed a moment ago. Try again.");
	return { rubric: id };
}

async function quoted(input: { id: string; person: Person; criterion: string }) {
	const interview = await readableInterview(input);
	const rubricHash = interview.plan.segments[0]?.rubric.hash ?? "";
	const grade = await ownGrade({ interviewId: interview.id, userId: input.person.id, rubricHash });
	const given = grade?.criteria.find((entry) => entry.id === input.criterion);
	if (!given || given.score === null || given.evidence.length === 0)
		throw new AppError("conflict", "An example needs a score of yours and words you quoted for it.");
	return { interview, given: { ...given, score: given.score } };
}
