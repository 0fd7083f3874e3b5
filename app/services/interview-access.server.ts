/** Who may read an interview that is over: whoever took it. */
import { loadInterview, type StoredInterview } from "~/adapters/db/interviews.server";
import type { Person } from "./guest.server";

/** An interview this person may read and grade; "not-found" for everybody else. */
export async function readableInterview(input: { id: string; person: Person }): Promise<StoredInterview> {
	return loadInterview({ id: input.id, userId: input.person.id });
}
