import { useCallback, useEffect, useRef, useState } from "react";
import { type MergeConflict, mergeDrafts, takeTheirs } from "~/core/rubrics/changes";
import type { RubricDraft } from "~/core/rubrics/draft";

const SAVE_AFTER_MS = 700;
const RETRY_AFTER_MS = 3_000;

type Saving = "saved" | "saving" | "waiting";

/** What is kept in this browser until the server has it. */
interface Unsaved {
	base: RubricDraft;
	mine: RubricDraft;
	revision: number;
}

export interface Studio {
	draft: RubricDraft;
	saving: Saving;
	refusal: string | null;
	/** Somebody else's change that was merged in without a question. */
	notice: string | null;
	conflicts: MergeConflict[];
	revision: () => number;
	change: (draft: RubricDraft) => void;
	resolve: (key: string, choice: "mine" | "theirs") => void;
	/** Saves now; false when the draft could not be saved or waits for a choice. */
	flush: () => Promise<boolean>;
}

/** The draft in this page, saved by itself. What two people change at once is merged by field or shown side by side. */
export function useStudio(initial: { id: string; draft: RubricDraft; revision: number }): Studio {
	const { id } = initial;
	const [draft, setDraft] = useState(initial.draft);
	const [saving, setSaving] = useState<Saving>("saved");
	const [refusal, setRefusal] = useState<string | null>(null);
	const [notice, setNotice] = useState<string | null>(null);
	const [conflicts, setConflicts] = useState<MergeConflict[]>([]);
	const base = useRef(initial.draft);
	const latest = useRef(initial.draft);
	const revision = useRef(initial.revision);
	const open = useRef<MergeConflict[]>([]);
	const running = useRef<Promise<boolean>>(Promise.resolve(true));
	const timer = useRef<ReturnType<typeof setTimeout>>();

	const put = useCallback((next: RubricDraft) => {
		latest.current = next;
		setDraft(next);
	}, []);

	const save = useCallback(async (): Promise<boolean> => {
		while (latest.current !== base.current && open.current.length === 0) {
			setSaving("saving");
			const mine = latest.current;
			const response = await fetch(`/rubrics/${id}/draft`, {
				method: "POST",
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify({ revision: revision.current, draft: mine }),
			}).catch(() => null);
			const body = await response?.json().catch(() => null);
			if (response?.ok && body) {
				revision.current = body.revision;
				base.current = mine;
				setRefusal(null);
				forget(id);
				continue;
			}
			if (response?.status === 409 && body?.theirs) {
				const theirs = body.theirs as RubricDraft;
				const { merged, conflicts: found } = mergeDrafts({ base: base.current, mine: latest.current, theirs });
				base.current = theirs;
				revision.current = body.revision;
				put(merged);
				open.current = found;
				setConflicts(found);
				setNotice(found.length === 0 ? `${body.changedBy} changed this draft too. Both changes are kept.` : null);
				continue;
			}
			keep(id, { base: base.current, mine: latest.current, revision: revision.current });
			setRefusal(body?.error ?? "The server cannot be reached. Your changes are kept in this browser and sent again.");
			setSaving("waiting");
			if (!response || response.status >= 500)
				timer.current = setTimeout(() => void flushRef.current(), RETRY_AFTER_MS);
			return false;
		}
		setSaving(open.current.length > 0 ? "waiting" : "saved");
		return open.current.length === 0;
	}, [id, put]);

	const flush = useCallback((): Promise<boolean> => {
		clearTimeout(timer.current);
		// One after the other: two at once would be each other's conflict.
		running.current = running.current.then(save, save);
		return running.current;
	}, [save]);
	const flushRef = useRef(flush);
	flushRef.current = flush;

	const change = useCallback(
		(next: RubricDraft) => {
			put(next);
			setNotice(null);
			setSaving("saving");
			keep(id, { base: base.current, mine: next, revision: revision.current });
			clearTimeout(timer.current);
			timer.current = setTimeout(() => void flushRef.current(), SAVE_AFTER_MS);
		},
		[id, put],
	);

	const resolve = useCallback(
		(key: string, choice: "mine" | "theirs") => {
			if (choice === "theirs") put(takeTheirs({ draft: latest.current, conflicts: open.current, keys: [key] }));
			open.current = open.current.filter((conflict) => conflict.key !== key);
			setConflicts(open.current);
			if (open.current.length === 0) void flushRef.current();
		},
		[put],
	);

	useEffect(() => {
		// What an earlier page could not send any more.
		const unsaved = recall(id);
		if (!unsaved) return;
		base.current = unsaved.base;
		revision.current = unsaved.revision;
		put(unsaved.mine);
		void flushRef.current();
	}, [id, put]);

	useEffect(() => {
		// The page was loaded anew, after a discard or a publication, and nothing here waits.
		if (initial.revision <= revision.current || latest.current !== base.current) return;
		revision.current = initial.revision;
		base.current = initial.draft;
		put(initial.draft);
	}, [initial.revision, initial.draft, put]);

	useEffect(() => () => clearTimeout(timer.current), []);

	return { draft, saving, refusal, notice, conflicts, revision: () => revision.current, change, resolve, flush };
}

const nameOf = (id: string) => `mockingbird-rubric-${id}`;

function keep(id: string, unsaved: Unsaved): void {
	try {
		localStorage.setItem(nameOf(id), JSON.stringify(unsaved));
	} catch {
		// A full or forbidden store: the page itself still holds the draft.
	}
}

function recall(id: string): Unsaved | null {
	try {
		return JSON.parse(localStorage.getItem(nameOf(id)) ?? "null") as Unsaved | null;
	} catch {
		return null;
	}
}

function forget(id: string): void {
	try {
		localStorage.removeItem(nameOf(id));
	} catch {
		// Nothing was kept where nothing can be stored.
	}
}
