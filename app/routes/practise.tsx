import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { personOrNewGuest } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { requireConsent, takeRound, viewInvitation } from "~/services/practice-links.server";
import { CriteriaWeights } from "~/ui/criteria-weights";
import { LEVEL_TITLES } from "~/ui/format";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [
	{ title: "A practice round – Mockingbird" },
	{ name: "robots", content: "noindex" },
];

export async function loader({ params }: LoaderFunctionArgs) {
	return orThrow(viewInvitation({ link: params.link ?? "" }));
}

const Posted = z.object({ name: z.string().max(100).default(""), consent: z.string().max(10).default("") });

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		const { name, consent } = await readForm(request, Posted);
		const link = params.link ?? "";
		await viewInvitation({ link });
		requireConsent(consent === "yes");
		const { person, headers } = await personOrNewGuest(request);
		const { id } = await takeRound({ link, person, name, consents: consent === "yes" });
		return redirect(`/interviews/${id}`, { headers });
	});
}

export default function Practise() {
	const invitation = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	const { rubric, owner } = invitation;
	const reader = owner || "The person who sent you this link, a guest of this server,";
	return (
		<main
			id="main"
			className="mx-auto grid max-w-[960px] items-start gap-8 px-5 pt-8 pb-16 md:grid-cols-[minmax(0,1fr)_300px] md:px-8"
		>
			<div>
				<p className="meta">You were invited to a practice round</p>
				<h1 className="mt-1 text-2xl">{invitation.roundTitle}</h1>
				<p className="mt-2 text-ink-2">
					{invitation.questionTitle}, {LEVEL_TITLES[invitation.level]}, about {invitation.minutes} minutes. No account
					is needed. The practice engine interviews you; at the end you get a report you can keep.
				</p>
				<section className="callout info mt-5 block" aria-labelledby="readers">
					<h2 id="readers" className="text-base">
						Who will see it
					</h2>
					<p className="mt-1">
						{reader} will see the whole record: what you say, draw and run, and the grades. They may grade it themselves
						and use it to prove their rubric. Nobody else will. You can delete the round at any time under Sessions;
						then it is gone for them too.
					</p>
				</section>
				<Form method="post" className="mt-5 grid max-w-[480px] gap-4">
					<RefusalNote error={refused?.error} />
					<label>
						<span className="label">Your name, if you want them to know it</span>
						<input className="input" name="name" maxLength={100} autoComplete="name" />
					</label>
					<label className="flex items-start gap-2">
						<input type="checkbox" name="consent" value="yes" required className="mt-1 size-4 accent-(--accent)" />
						<span>I agree that they see the record of this round.</span>
					</label>
					<button type="submit" className="btn primary lg justify-self-start" disabled={busy}>
						{busy ? "Starting" : "Start the round"}
					</button>
				</Form>
			</div>
			<aside className="card p-5" aria-label="What is graded">
				<h2 className="text-base">What is graded</h2>
				<p className="meta mt-1">
					{rubric.title}, version {rubric.version}
				</p>
				<CriteriaWeights criteria={rubric.criteria} />
			</aside>
		</main>
	);
}
