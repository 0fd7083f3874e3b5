/** The connected models that hear: which of a person's connections turn speech into text, and where a recording goes. */
import type { StoredConnection } from "~/adapters/db/model-connections.server";
import { openaiSpeech } from "~/adapters/llm/transcribe.server";
import type { SpeechToText } from "~/core/ports";
import { accessTo, allConnections } from "./connections.server";

export interface SpeechRoute {
	/** Names the connection and the model. */
	id: string;
	connectionId: string;
	speech: SpeechToText;
	/** Where a recording goes, in words for the person who speaks. */
	where: string;
	totalMs: number;
}

/** Best first; empty when nothing that hears is connected. */
export async function speechRoutesFor(input: { userId: string }): Promise<SpeechRoute[]> {
	const connections = await allConnections(input.userId);
	return connections.flatMap((connection) => {
		const model = connection.tasks.transcriber;
		if (model === "" || connection.kind === "anthropic") return [];
		const { id, kind, limits } = connection;
		const speech = openaiSpeech({
			...accessTo(connection),
			model,
			provider: kind,
		});
		const where = `${placeOf(connection)} (${model})`;
		return [{ id: `${id}/${model}`, connectionId: id, speech, where, totalMs: limits.totalSeconds * 1000 }];
	});
}

/** The address of a server that the operator has connected is told to nobody else. */
function placeOf({ kind, baseUrl, userId }: StoredConnection): string {
	if (baseUrl === null) return kind === "openai" ? "OpenAI" : "the connected server";
	return userId === null ? "a server chosen by whoever runs this site" : new URL(baseUrl).host;
}
