import { type ActionFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { signIn } from "~/services/account.server";
import { currentPerson } from "~/services/guest.server";
import { orReturn, readForm } from "~/services/http.server";
import { Field } from "~/ui/field";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Sign in – Mockingbird" }];

const Posted = z.object({ email: z.string().max(300), password: z.string().max(300) });

export function action({ request, context }: ActionFunctionArgs) {
	return orReturn(async () => {
		const { email, password } = await readForm(request, Posted);
		const person = await currentPerson(request);
		const { headers } = await signIn({ request, person, email, password, address: context.clientAddress });
		return redirect("/", { headers });
	});
}

export default function SignIn() {
	const refused = useActionData<{ error?: string }>();
	const navigation = useNavigation();
	return (
		<main id="main" className="mx-auto max-w-[440px] px-5 pt-12 pb-16">
			<h1 className="text-2xl">Sign in</h1>
			<p className="mt-2 text-ink-2">
				You need no account to practise. With one, your rounds follow you to another browser; the rounds of this browser
				move into it.
			</p>
			<Form method="post" className="card mt-6 grid gap-4 p-5">
				<RefusalNote error={refused?.error} id="refused" />
				<Field name="email" label="E-mail address" type="email" autoComplete="username" />
				<Field name="password" label="Password" type="password" autoComplete="current-password" />
				<button type="submit" className="btn primary" disabled={navigation.state !== "idle"}>
					{navigation.state === "idle" ? "Sign in" : "Signing in"}
				</button>
			</Form>
			<p className="meta mt-4">
				<Link className="link" to="/recover">
					Use a recovery code
				</Link>{" "}
				if the password is lost. To get an account, practise as a guest and claim it on your account page.
			</p>
		</main>
	);
}
