import { useEffect, useRef, useState } from "react";
import type { SavedQuestion } from "~/services/question-draft.server";
import type { QuestionView } from "~/services/questions.server";

type Refused = Extract<SavedQuestion, { saved: false }>;
export type Merge = Refused & { choices: Record<number, "mine" | "theirs"> };

/**
 * The text in this page and what it began from. The field is not controlled: what is typed before the script has
 * arrived must stay. Only what this page has sent or chosen moves `base` on, so that others' texts are always merged.
 */
export function useSource(input: { view: QuestionView; answer: SavedQuestion | null }) {
	const { view, answer } = input;
	const field = useRef<HTMLTextAreaElement>(null);
	const sent = useRef<string | null>(null);
	const [from, setFrom] = useState(() => begin(view, answer));
	const [merge, setMerge] = useState<Merge | null>(() => (answer?.saved === false ? { ...answer, choices: {} } : null));
	const [notice, setNotice] = useState<string | null>(null);

	useEffect(() => {
		// Refused for publishing, but kept: the page goes on from what it sent.
		if (view.source === sent.current) setFrom({ base: view.source, revision: view.revision });
	}, [view.source, view.revision]);

	useEffect(() => {
		if (!answer) return;
		const text = field.current;
		const typedSince = text !== null && sent.current !== null && text.value !== sent.current;
		if (answer.saved) {
			setMerge(null);
			// What was typed while a merge came back is based on what was sent, not on what it became.
			if (answer.mergedWith !== null && typedSince) return;
			setFrom({ base: answer.source, revision: answer.revision });
			if (answer.mergedWith === null) return setNotice(null);
			setNotice(`${answer.mergedWith} had changed other lines: both are in the text now.`);
			if (text) text.value = answer.source;
			return;
		}
		setNotice(null);
		const next = { ...answer, choices: {} };
		setMerge(next);
		setFrom({ base: answer.theirs, revision: answer.revision });
		if (text) text.value = chosenText(next);
	}, [answer]);

	function choose(index: number, side: "mine" | "theirs"): void {
		if (!merge) return;
		const next = { ...merge, choices: { ...merge.choices, [index]: side } };
		if (field.current) field.current.value = chosenText(next);
		const open = next.parts.some((part, at) => !("lines" in part) && !next.choices[at]);
		setMerge(open ? next : null);
		if (!open) setNotice("All lines are chosen. Save to keep the text.");
	}

	function sending(): void {
		sent.current = field.current?.value ?? null;
	}

	return { field, merge, choose, notice, sending, ...from };
}

/** The whole text with what was chosen so far; mine where nothing was. */
export function chosenText(merge: Merge): string {
	const lines = merge.parts.flatMap((part, index) => {
		if ("lines" in part) return part.lines;
		return merge.choices[index] === "theirs" ? part.theirs : part.mine;
	});
	return lines.join("\n");
}

function begin(view: QuestionView, answer: SavedQuestion | null): { base: string; revision: number } {
	if (answer?.saved === false) return { base: answer.theirs, revision: answer.revision };
	return { base: view.source, revision: view.revision };
}
