/** Between services and HTTP: expected failures become a status with a sentence, everything else stays an error. */
import { data } from "@remix-run/node";
import type { z } from "zod";
import { AppError } from "~/core/errors";

export interface Refusal {
	error: string;
}

/** For loaders and pages: a refusal is thrown as a response, so that the page's error boundary shows the sentence. */
export async function orThrow<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof AppError) throw data({ error: error.message }, { status: error.status });
		throw error;
	}
}

/** For actions of a form: a refusal is returned, so that the page keeps what was typed and shows the sentence. */
export async function orReturn<T>(work: () => Promise<T>): Promise<T | ReturnType<typeof data<Refusal>>> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof AppError) return data({ error: error.message }, { status: error.status });
		throw error;
	}
}

/** For endpoints that scripts call: JSON with an error sentence. */
export async function orJson(work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof AppError)
			return Response.json({ error: error.message, code: error.code }, { status: error.status });
		throw error;
	}
}

/** A file to keep: never shown in the page, never kept by a cache. The name has no quotes in it. */
export function download(input: { body: string; type: string; name: string }): Response {
	return new Response(input.body, {
		headers: {
			"Content-Type": input.type,
			"Content-Disposition": `attachment; filename="${input.name}"`,
			"Cache-Control": "no-store",
		},
	});
}

/** The version of something published that an address asks for; null for the draft. */
export function wantedVersion(request: Request): number | null {
	const wanted = Number(new URL(request.url).searchParams.get("version") ?? Number.NaN);
	return Number.isInteger(wanted) && wanted > 0 ? wanted : null;
}

/** Reads a form against a schema; the first problem is an `AppError` with its sentence. */
export async function readForm<T extends z.ZodType>(request: Request, schema: T): Promise<z.infer<T>> {
	const form = await request.formData().catch(() => {
		throw new AppError("bad-input", "The form could not be read. Load the page again and send it once more.");
	});
	const entries = [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === "string");
	return parse(Object.fromEntries(entries), schema);
}

/** Reads a JSON body against a schema. */
export async function readJson<T extends z.ZodType>(request: Request, schema: T): Promise<z.infer<T>> {
	const body: unknown = await request.json().catch(() => {
		throw new AppError("bad-input", "The request is not JSON. Load the page again.");
	});
	return parse(body, schema);
}

export function parse<T extends z.ZodType>(value: unknown, schema: T): z.infer<T> {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const where = issue?.path.join(" ") ?? "";
	const sentence = issue?.message.endsWith(".")
		? issue.message
		: `${where || "The form"}: ${issue?.message ?? "is not valid"}.`;
	throw new AppError("bad-input", sentence);
}
