/** What a coach wrote about one criterion, as it is stored with the grade it was written from and shown beside it. */
import { z } from "zod";

export const CoachText = z.object({
	stronger: z.string(),
	why: z.string(),
	drill: z.object({ id: z.string(), title: z.string() }),
	/** Who wrote it. */
	model: z.string(),
	promptHash: z.string().nullable(),
});
export type CoachText = z.infer<typeof CoachText>;

export type CoachOutcome = { status: "written"; text: CoachText } | { status: "failed"; reason: string };

/** As a report shows it. */
export interface CoachView {
	criterion: string;
	state: "waiting" | "written" | "failed" | "none";
	stronger: string;
	why: string;
	model: string;
	/** `href` is null when the exercise is not offered any more. */
	drill: { title: string; href: string | null } | null;
	/** Why there is no text; a sentence or two. */
	reason: string;
	/** Whether the reader may ask for a text now. */
	mayAsk: boolean;
}
