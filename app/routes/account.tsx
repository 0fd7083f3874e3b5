import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { z } from "zod";
import { AppError } from "~/core/errors";
import { changePassword, claimGuest, deleteMyData, signOut } from "~/services/account.server";
import { currentPerson, requirePerson } from "~/services/guest.server";
import { orReturn, readForm } from "~/services/http.server";
import { Field } from "~/ui/field";
import { RecoveryCode } from "~/ui/recovery-code";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Account – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	return { person: person ? { email: person.email, isGuest: person.isGuest, isOperator: person.isOperator } : null };
}

const password = z.string().max(300);
const Posted = z.discriminatedUnion("intent", [
	z.object({ intent: z.literal("claim"), email: z.string().max(300), password }),
	z.object({ intent: z.literal("sign-out") }),
	z.object({ intent: z.literal("change-password"), currentPassword: password, password }),
	z.object({ intent: z.literal("delete"), sure: z.string().optional() }),
]);

export function action({ request, context }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const person = await requirePerson(request);
		switch (posted.intent) {
			case "claim": {
				const { recoveryCode } = await claimGuest({ person, email: posted.email, password: posted.password });
				return data({ recoveryCode });
			}
			case "sign-out":
				return redirect("/", { headers: await signOut({ request, person }) });
			case "change-password": {
				const headers = await changePassword({ request, person, ...posted, address: context.clientAddress });
				return data({ changed: true }, { headers });
			}
			case "delete": {
				if (posted.sure !== "yes") throw new AppError("bad-input", "Tick the box first. Nothing was deleted.");
				return redirect("/", { headers: await deleteMyData({ person, request }) });
			}
		}
	});
}

export default function Account() {
	const { person } = useLoaderData<typeof loader>();
	const answer = useActionData<{ error?: string; recoveryCode?: string; changed?: boolean }>();
	const busy = useNavigation().state !== "idle";
	return (
		<main id="main" className="mx-auto max-w-[720px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Account</h1>
			<p className="meta mt-1">
				<Link className="link" to="/organization">
					Organisation
				</Link>
			</p>
			<div className="mt-3">
				<RefusalNote error={answer?.error} />
			</div>
			{answer?.recoveryCode && <RecoveryCode code={answer.recoveryCode} />}
			{answer?.changed && (
				<p className="callout info mt-4" role="status">
					The password is changed. Every other session of this account has ended.
				</p>
			)}
			{!person && (
				<p className="mt-4 text-ink-2">
					Nothing is stored for this browser yet: you become a guest with your first round.{" "}
					<Link className="link" to="/sign-in">
						Sign in
					</Link>{" "}
					if you have an account.
				</p>
			)}
			{person?.isGuest && (
				<Section title="Keep these rounds">
					<p className="text-ink-2">
						You are a guest: your rounds belong to this browser. With an address and a password you reach them from
						anywhere. No mail is sent. Have an account already?{" "}
						<Link className="link" to="/sign-in">
							Sign in
						</Link>{" "}
						and the rounds move there.
					</p>
					<Form method="post" className="mt-4 grid max-w-[420px] gap-4">
						<Field name="email" label="E-mail address" type="email" autoComplete="username" />
						<Field
							name="password"
							label="Password"
							type="password"
							autoComplete="new-password"
							note="At least 10 characters."
						/>
						<button type="submit" name="intent" value="claim" className="btn primary" disabled={busy}>
							Claim this account
						</button>
					</Form>
				</Section>
			)}
			{person && !person.isGuest && (
				<Section title={person.email ?? ""}>
					<Form method="post">
						<button type="submit" name="intent" value="sign-out" className="btn">
							Sign out
						</button>
					</Form>
					<Form method="post" className="mt-6 grid max-w-[420px] gap-4">
						<h3 className="text-base">Change the password</h3>
						<Field name="currentPassword" label="Current password" type="password" autoComplete="current-password" />
						<Field name="password" label="New password" type="password" autoComplete="new-password" />
						<button type="submit" name="intent" value="change-password" className="btn" disabled={busy}>
							Change the password
						</button>
					</Form>
				</Section>
			)}
			<Section title="What is stored, and for how long">
				<p className="text-ink-2">
					On this server: your rounds (everything you said, drew and ran), their grades, the draft in an open answer
					box, rubrics you shape and grades you give, and, once you claim an account, your address and a hash of your
					password. It stays until you delete a round or everything here; a rubric you share stays with its
					organisation. Rounds are yours alone, except those you take through a practice link or share: then those you
					were told of read them. No tone, accent, face or network address is stored, nothing leaves this machine unless
					a model is connected, and log files hold no words of yours. Notes and unsent text also lie in this browser.
				</p>
			</Section>
			{person && (
				<Section title="Your data">
					<p className="flex flex-wrap gap-3">
						<a className="btn" href="/account/export" download>
							Export everything as JSON
						</a>
					</p>
					<Form method="post" className="mt-5 flex flex-wrap items-center gap-3">
						<label className="flex items-center gap-2">
							<input type="checkbox" name="sure" value="yes" />
							Delete every round, grade and session of mine for good
						</label>
						<button type="submit" name="intent" value="delete" className="btn danger" disabled={busy}>
							Delete my data
						</button>
					</Form>
				</Section>
			)}
			{person?.isOperator && (
				<Section title="Running this server">
					<Link className="link" to="/operator">
						Health and content
					</Link>
				</Section>
			)}
		</main>
	);
}

function Section({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="mt-6 border-t border-line pt-5">
			<h2 className="mb-2 text-lg wrap-anywhere">{title}</h2>
			{children}
		</section>
	);
}
