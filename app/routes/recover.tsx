import { type ActionFunctionArgs, data, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { resetWithRecoveryCode } from "~/services/account.server";
import { currentPerson } from "~/services/guest.server";
import { orReturn, readForm } from "~/services/http.server";
import { Field } from "~/ui/field";
import { RecoveryCode } from "~/ui/recovery-code";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Recover an account – Mockingbird" }];

const Posted = z.object({ email: z.string().max(300), code: z.string().max(200), password: z.string().max(300) });

export function action({ request, context }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		const person = await currentPerson(request);
		const done = await resetWithRecoveryCode({ request, person, ...posted, address: context.clientAddress });
		return data({ recoveryCode: done.recoveryCode }, { headers: done.headers });
	});
}

export default function Recover() {
	const answer = useActionData<{ error?: string; recoveryCode?: string }>();
	const navigation = useNavigation();
	if (answer?.recoveryCode) {
		return (
			<main id="main" className="mx-auto max-w-[520px] px-5 pt-12 pb-16">
				<h1 className="text-2xl">Your password is changed</h1>
				<p className="mt-2 text-ink-2">You are signed in here; every other session of the account has ended.</p>
				<RecoveryCode code={answer.recoveryCode} />
				<p className="mt-4">
					<Link className="btn primary" to="/">
						Go to practice
					</Link>
				</p>
			</main>
		);
	}
	return (
		<main id="main" className="mx-auto max-w-[440px] px-5 pt-12 pb-16">
			<h1 className="text-2xl">Recover an account</h1>
			<p className="mt-2 text-ink-2">
				With the recovery code you were shown when you claimed the account. Without it, whoever runs this server can set
				a new password.
			</p>
			<Form method="post" className="card mt-6 grid gap-4 p-5">
				<RefusalNote error={answer?.error} />
				<Field name="email" label="E-mail address" type="email" autoComplete="username" />
				<Field name="code" label="Recovery code" autoComplete="off" />
				<Field name="password" label="New password" type="password" autoComplete="new-password" />
				<button type="submit" className="btn primary" disabled={navigation.state !== "idle"}>
					{navigation.state === "idle" ? "Set the new password" : "Checking"}
				</button>
			</Form>
		</main>
	);
}
