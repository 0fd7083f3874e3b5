/** What a candidate can do in the room. Parsed once at the edge; the controller accepts or refuses it. */
import { z } from "zod";
import { MAX_MESSAGE_CHARACTERS } from "./events";

const clientId = z.string().min(8).max(64).optional();

export const RoomInput = z.discriminatedUnion("kind", [
	z.object({
		kind: z.literal("message"),
		text: z
			.string()
			.max(
				MAX_MESSAGE_CHARACTERS,
				`Your answer is longer than ${MAX_MESSAGE_CHARACTERS.toLocaleString("en-GB")} characters. Send it in parts.`,
			),
		handsOver: z.boolean(),
		clientId,
	}),
	z.object({ kind: z.literal("hint"), clientId }),
	z.object({ kind: z.literal("pass"), clientId }),
	z.object({ kind: z.literal("skip"), clientId }),
	z.object({ kind: z.literal("focus"), minutes: z.union([z.literal(1), z.literal(2)]), clientId }),
	z.object({ kind: z.literal("pause"), clientId }),
	z.object({ kind: z.literal("resume"), clientId }),
	z.object({ kind: z.literal("retry"), clientId }),
	/** From here on the practice engine words the round, and the turn that failed is asked again by it. */
	z.object({ kind: z.literal("use-practice"), clientId }),
	z.object({ kind: z.literal("end"), clientId }),
]);
export type RoomInput = z.infer<typeof RoomInput>;
