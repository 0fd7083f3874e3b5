import { UNSAFE_ErrorResponseImpl as ErrorResponse } from "@remix-run/router";
import { decode } from "turbo-stream";
import { describe, expect, it } from "vitest";
import { asRemixError } from "../../server/answer.js";

describe("a refusal to a fetch of Remix", () => {
	it("is read by Remix as the error of the action, with status and sentence", async () => {
		const sentence = 'This is “too large” – send less than "512 kB".';
		const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
		const writer = writable.getWriter();
		const written = writer
			.write(new TextEncoder().encode(asRemixError({ status: 413, sentence })))
			.then(() => writer.close());
		// The plugin is the one of @remix-run/react, single-fetch.
		const decoded = await decode(readable, {
			plugins: [
				(type, data, status, statusText) =>
					type === "ErrorResponse" && { value: new ErrorResponse(Number(status), String(statusText), data) },
			],
		});
		await written;
		expect(decoded.value).toEqual({ error: new ErrorResponse(413, "", sentence) });
	});
});
