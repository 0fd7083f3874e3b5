import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { currentPerson, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow } from "~/services/http.server";
import { join, viewInvitation } from "~/services/organizations.server";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Join – Mockingbird" }, { name: "robots", content: "noindex" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
	const invitation = await orThrow(viewInvitation({ id: params.id ?? "" }));
	const person = await currentPerson(request);
	const email = person?.email ?? null;
	return { ...invitation, fits: email?.toLowerCase() === invitation.email.toLowerCase(), signedInAs: email };
}

export function action({ request, params }: ActionFunctionArgs) {
	return orReturn(async () => {
		await join({ request, person: await requirePerson(request), id: params.id ?? "" });
		return redirect("/organization");
	});
}

export default function Join() {
	const { organization, email, role, fits, signedInAs } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	return (
		<main id="main" className="mx-auto max-w-[560px] px-5 pt-12 pb-16">
			<h1 className="text-2xl">Join {organization}</h1>
			<p className="mt-2 text-ink-2">
				You were invited as {role}. Members see the rubrics and interviews that are shared there; nothing of yours is
				shared by joining.
			</p>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			{fits ? (
				<Form method="post" className="mt-5">
					<button type="submit" className="btn primary lg" disabled={busy}>
						Join as {email}
					</button>
				</Form>
			) : (
				<p className="callout mt-5 block">
					The invitation is for <b>{email}</b>
					{signedInAs ? (
						<>
							, and you are signed in as <b>{signedInAs}</b>. Ask whoever invited you for an invitation to that address,
							or{" "}
							<Link className="link" to="/sign-in">
								sign in
							</Link>{" "}
							with the invited one
						</>
					) : (
						<>
							. Go to{" "}
							<Link className="link" to="/account">
								Account
							</Link>{" "}
							to give this browser's guest that address, or{" "}
							<Link className="link" to="/sign-in">
								sign in
							</Link>{" "}
							with it
						</>
					)}
					; then open this link again.
				</p>
			)}
		</main>
	);
}
