import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { AppError } from "~/core/errors";
import { MAX_MESSAGE_CHARACTERS } from "~/core/interview/events";
import type { RoomInput } from "~/core/interview/input";
import { type Person, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { act, saveDraft, viewRoom } from "~/services/room.server";
import { viewVoice } from "~/services/transcribe.server";
import { turnFinished } from "~/services/turns.server";
import { ErrorPage } from "~/ui/error-page";
import { RoomPage } from "./room-page";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
	{ title: loaded ? `${loaded.room.question.title} – Mockingbird` : "Mockingbird" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const person = await orThrow(requirePerson(request));
	const room = await orThrow(viewRoom({ id: params.id ?? "", person }));
	if (room.status === "ended") throw redirect(`/interviews/${room.id}/grading`);
	const voice = await viewVoice({ person });
	return { room, hears: voice?.where ?? null };
}

const Posted = z.object({
	intent: z.enum([
		"send",
		"done",
		"pass",
		"hint",
		"skip",
		"focus-1",
		"focus-2",
		"pause",
		"resume",
		"retry",
		"use-practice",
		"end",
		"end-now",
	]),
	text: z.string().default(""),
});

/** What the page shows again: why nothing was done, what stood in the box, and whether the round shall really end. */
interface Returned {
	error?: string;
	text?: string;
	asksEnd?: boolean;
}

/** Without JavaScript: the same inputs as a form, then the page again once the interviewer has answered. */
export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const person = await requirePerson(request);
		const posted = await readForm(request, Posted);
		try {
			return await carryOut({ id: params.id ?? "", person, posted });
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			// Nothing was stored, so what was written goes back into the box.
			return data<Returned>({ error: error.message, text: posted.text }, { status: error.status });
		}
	});
}

async function carryOut(input: { id: string; person: Person; posted: z.infer<typeof Posted> }) {
	const { id, person, posted } = input;
	if (posted.text.length > MAX_MESSAGE_CHARACTERS) throw new AppError("bad-input", tooLong(posted.text));
	if (posted.intent === "end") {
		await saveDraft({ id, person, text: posted.text });
		return data<Returned>({ asksEnd: true, text: posted.text });
	}
	const ends = posted.intent === "end-now";
	// Without a script nobody sees the reply come in: what is sent early waits for it.
	if (!ends || posted.text.trim() !== "") await turnFinished(id);
	if (ends && posted.text.trim() !== "")
		await act({ id, person, input: { kind: "message", text: posted.text, handsOver: false } });
	const room = await act({ id, person, input: toInput(posted) });
	if (room.status === "ended") return redirect(`/interviews/${id}/grading`);
	await turnFinished(id);
	return redirect(`/interviews/${id}`);
}

function tooLong(text: string): string {
	const [written, most] = [text.length, MAX_MESSAGE_CHARACTERS].map((count) => count.toLocaleString("en-GB"));
	return `Your answer has ${written} characters and a message holds ${most}. All of it is still in the box: take out the second half, press Send, then put that half in and press Done.`;
}

function toInput({ intent, text }: z.infer<typeof Posted>): RoomInput {
	if (intent === "send" || intent === "done") return { kind: "message", text, handsOver: intent === "done" };
	if (intent === "focus-1" || intent === "focus-2") return { kind: "focus", minutes: intent === "focus-1" ? 1 : 2 };
	return { kind: intent === "end-now" ? "end" : intent };
}

export default function Room() {
	const { room, hears } = useLoaderData<typeof loader>();
	const returned = useActionData<Returned>();
	return (
		<RoomPage
			key={room.id}
			initial={{ ...room, draft: returned?.text ?? room.draft }}
			refused={returned?.error ?? null}
			asksEnd={returned?.asksEnd ?? false}
			hears={hears}
		/>
	);
}

export function ErrorBoundary() {
	return (
		<main id="main" className="mx-auto max-w-[720px] px-5 py-16">
			<ErrorPage />
		</main>
	);
}
