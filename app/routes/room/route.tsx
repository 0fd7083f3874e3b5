import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import type { RoomInput } from "~/core/interview/input";
import { requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { act, viewRoom } from "~/services/room.server";
import { viewVoice } from "~/services/transcribe.server";
import { turnFinished } from "~/services/turns.server";
import { ErrorPage } from "~/ui/error-page";
import { RoomPage } from "./room-page";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
	{ title: data ? `${data.room.question.title} – Mockingbird` : "Mockingbird" },
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
	]),
	text: z.string().max(20_000).default(""),
});

/** Without JavaScript: the same inputs as a form, then the page again once the interviewer has answered. */
export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const person = await requirePerson(request);
		const posted = await readForm(request, Posted);
		const id = params.id ?? "";
		// Without a script nobody sees the reply come in: what is sent early waits for it.
		if (posted.intent !== "end") await turnFinished(id);
		const room = await act({ id, person, input: toInput(posted) });
		if (room.status === "ended") return redirect(`/interviews/${id}/grading`);
		await turnFinished(id);
		return redirect(`/interviews/${id}`);
	});
}

function toInput({ intent, text }: z.infer<typeof Posted>): RoomInput {
	if (intent === "send" || intent === "done") return { kind: "message", text, handsOver: intent === "done" };
	if (intent === "focus-1" || intent === "focus-2") return { kind: "focus", minutes: intent === "focus-1" ? 1 : 2 };
	return { kind: intent };
}

export default function Room() {
	const { room, hears } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	return <RoomPage key={room.id} initial={room} refused={refused?.error ?? null} hears={hears} />;
}

export function ErrorBoundary() {
	return (
		<main id="main" className="mx-auto max-w-[720px] px-5 py-16">
			<ErrorPage />
		</main>
	);
}
