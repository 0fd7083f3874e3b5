/** What a coding round's editor sends. */
import { z } from "zod";
import { CodeFile, MAX_LINES, MAX_SOURCE, TestStatus } from "~/core/interview/code/run";

const source = z
	.string()
	.max(
		MAX_SOURCE,
		`A file holds up to ${MAX_SOURCE.toLocaleString("en-GB")} characters. What was saved before is safe.`,
	)
	.refine(
		(text) => text.split("\n", MAX_LINES + 1).length <= MAX_LINES,
		`A file holds up to ${MAX_LINES.toLocaleString("en-GB")} lines. What was saved before is safe.`,
	);

export const SaveCodeInput = z.object({
	path: CodeFile,
	text: source,
	/** The state of the file this text was made from (`FileView.seq`). */
	basedOn: z.int().nonnegative(),
});
export type SaveCodeInput = z.infer<typeof SaveCodeInput>;

/** What a browser tells about a run of its own: the candidate's word. */
export const BrowserRunInput = z.object({
	/** Tests that failed, so that the run can be looked at again. */
	failed: z
		.array(
			z.object({
				suite: z.enum(["visible", "mine"]),
				name: z.string().max(200),
				title: z.string().max(200),
				status: TestStatus.exclude(["pass"]),
				message: z.string().max(1_200),
			}),
		)
		.max(40)
		.default([]),
	results: z.partialRecord(
		z.enum(["core", "mine"]),
		z.tuple([z.int().min(0).max(500), z.int().min(0).max(500)]).refine(([passed, all]) => passed <= all),
	),
	problem: z.string().max(300).optional(),
});
export type BrowserRunInput = z.infer<typeof BrowserRunInput>;

export const CheckInput = z.object({
	files: z.array(SaveCodeInput).max(2),
	clientId: z.string().min(8).max(64),
});
export type CheckInput = z.infer<typeof CheckInput>;
