/** What people read when a model fails: what happened, what is safe, what to do (design of the texts, §7). */
import type { ModelError } from "~/core/ports";

/** One or two sentences. They never hold the provider's own message, which may repeat a key or an address. */
export function describeModelError(error: ModelError): string {
	const status = error.status === null ? "" : ` (${error.status})`;
	switch (error.kind) {
		case "auth":
			return `The provider refused this key${status}. Check that it was copied whole and may use this model.`;
		case "quota":
			return `The account at the provider has no credit left${status}.`;
		case "rate_limit":
			return `The provider asks to slow down${status}. Try again in a minute.`;
		case "model_gone":
			return `The provider does not have this model${status}. Choose another one in the settings.`;
		case "bad_request":
			if (error.parameter)
				return `The server does not understand ${error.parameter}${status}. Say so under "What this server can do".`;
			return `The provider did not accept the request${status}. Choose another model in the settings.`;
		case "context_overflow":
			return `The provider did not accept the request${status}. Choose another model in the settings.`;
		case "network":
			return "The provider could not be reached. Check the address and the connection.";
		case "timeout_first":
			return "The model did not begin to answer in time.";
		case "timeout_idle":
		case "timeout_total":
			return "The model stopped in the middle of its answer.";
		case "server":
			return `The provider has a fault${status}.`;
		case "stream_broken":
			return "The answer of the model broke off.";
		case "aborted":
			return "The call was stopped.";
	}
}
