/** The content that ships, for tests that need no database. */
import { beforeAll } from "vitest";
import { loadContent } from "~/adapters/content.server";
import { setContent } from "~/services/content.server";

/** Call at the top of a file or of a group. */
export function loadShipped(): void {
	beforeAll(async () => {
		const { content } = await loadContent({ root: process.cwd() });
		setContent({ content, disabled: [] });
	});
}
