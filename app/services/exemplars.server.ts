/** Turns what a candidate said into a graded example of a rubric: with their consent, and without names. */
import { ownGrade } from "~/adapters/db/human-grades.server";
import { rubricOfVersion } from "~/adapters/db/studio-rubrics.server";
import { AppError } from "~/core/errors";
import { withoutNames } from "~/core/grading/person-grade";
import { freeId, MAX_EXEMPLARS } from "~/core/rubrics/draft";
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

/**
 * Adds the words a person quoted for one criterion, with the score they gave, to the draft of the rubric. Nothing is
 * published by that: the draft shows it as a change, to be read once more.
 */
export async function addExample(input: {
	id: string;
	person: Person;
	criterion: string;
	consents: boolean;
}): Promise<{ rubric: string }> {
	const { person, criterion, consents } = input;
	if (!consents) throw new AppError("bad-input", "Tick that whoever said it agrees. Nothing was added.");
	const interview = await readableInterview(input);
	const hash = interview.plan.segments[0]?.rubric.hash ?? "";
	const grade = await ownGrade({ interviewId: interview.id, userId: person.id, rubricHash: hash });
	const given = grade?.criteria.find((entry) => entry.id === criterion);
	if (!given || given.score === null || given.evidence.length === 0)
		throw new AppError("conflict", "An example needs a score of yours and words you quoted for it.");
	const id = await rubricForExample(input);
	if (!id) throw new AppError("forbidden", "This interview was not graded by a rubric you can change.");
	const { draft, revision } = await editable({ id, person });
	if (draft.exemplars.length >= MAX_EXEMPLARS)
		throw new AppError("too-many", `The rubric has ${MAX_EXEMPLARS} examples, the most there can be.`);
	const taken = draft.exemplars.map((example) => example.id);
	const said = given.evidence.map((evidence) => evidence.quote).join(" … ");
	const answer = withoutNames({ text: said, names: [interview.link?.takerName ?? ""] });
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
