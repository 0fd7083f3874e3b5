/** A model that says what it was told to say: for tests, and to try pages without a provider. */
import type { LanguageModel, ModelEvent, ModelRequest } from "~/core/ports";
import { ModelError } from "~/core/ports";

export type Script = (request: ModelRequest) => string | ModelError;

/** Streams the script's answer word by word; throws what the script returns when that is an error. */
export function scriptedModel(input: { script: Script; model?: string }): LanguageModel {
	const { script, model = "scripted" } = input;
	return {
		provider: "scripted",
		model,
		async *stream(request, { signal }): AsyncGenerator<ModelEvent> {
			const answer = script(request);
			if (answer instanceof ModelError) throw answer;
			for (const text of answer.match(/\s*\S+\s*/g) ?? []) {
				if (signal.aborted) throw new ModelError("aborted", "The call was aborted.");
				yield { type: "delta", text };
			}
			yield { type: "end", finish: "stop", usage: null, requestId: null, model };
		},
	};
}
