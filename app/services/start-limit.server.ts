/** How many interviews one person may begin or bring: more than anybody does, less than fills a disk. */
import { countLately } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import type { Person } from "./guest.server";

const WINDOW_MS = 10 * 60_000;
const MOST_LATELY = 60;

/** Refuses with "too-many" who has had more than that in ten minutes. */
export async function requireFewLately(person: Person): Promise<void> {
	if ((await countLately({ userId: person.id, since: Date.now() - WINDOW_MS })) < MOST_LATELY) return;
	throw new AppError(
		"too-many",
		`${MOST_LATELY} interviews were begun or brought here in ten minutes. Nothing was changed. Wait a few minutes and try again.`,
	);
}
