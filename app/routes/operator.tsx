import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { describeProblem } from "~/core/content/content";
import { disabledContent, getContent } from "~/services/content.server";
import { currentPerson, personOrNewGuest } from "~/services/guest.server";
import { checkHealth } from "~/services/health.server";
import { orReturn, readForm } from "~/services/http.server";
import { claimOperator } from "~/services/operator.server";
import { RefusalNote } from "~/ui/refusal";

export const meta: MetaFunction = () => [{ title: "Operator – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	const token = new URL(request.url).searchParams.get("token");
	if (person?.isOperator) {
		const content = getContent();
		const health = await checkHealth();
		const counts = { questions: content.questions.size, rubrics: content.rubrics.size };
		return { token: null, page: { health, counts, disabled: disabledContent().map(describeProblem) } };
	}
	if (!token)
		throw data(
			{ error: "This page is for whoever runs the server. Open the link printed at its start." },
			{ status: 404 },
		);
	return { token, page: null };
}

const Posted = z.object({ token: z.string().min(1).max(200) });

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const { token } = await readForm(request, Posted);
		const { person, headers } = await personOrNewGuest(request);
		await claimOperator({ person, token });
		return redirect("/operator", { headers });
	});
}

export default function Operator() {
	const { token, page } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	if (!page) {
		return (
			<main id="main" className="mx-auto max-w-[560px] px-5 pt-12 pb-16">
				<h1 className="text-2xl">Run this server</h1>
				<p className="mt-2 text-ink-2">
					This makes you the operator in this browser. The link works once. Claim an account afterwards, so that the
					role does not depend on this browser.
				</p>
				<Form method="post" className="mt-5 grid gap-3">
					<RefusalNote error={refused?.error} />
					<input type="hidden" name="token" value={token ?? ""} />
					<button type="submit" className="btn primary">
						Become the operator
					</button>
				</Form>
			</main>
		);
	}
	return (
		<main id="main" className="mx-auto max-w-[720px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Operator</h1>
			<section className="card mt-5 p-5">
				<h2 className="text-base">Health: {page.health.status}</h2>
				<ul className="mt-2 grid gap-1 text-sm">
					{page.health.problems.map((problem) => (
						<li key={problem}>{problem}</li>
					))}
				</ul>
				<p className="meta mt-2">The same as JSON at /healthz.</p>
			</section>
			<section className="card mt-4 p-5">
				<h2 className="text-base">Content</h2>
				<p className="mt-2 text-sm">
					{page.counts.questions} questions, {page.counts.rubrics} rubrics.
				</p>
				{page.disabled.length > 0 ? (
					<>
						<p className="mt-2 text-sm">These files of your own are left out until they are mended:</p>
						<ul className="mt-1 grid gap-1 font-mono text-sm">
							{page.disabled.map((problem) => (
								<li key={problem}>{problem}</li>
							))}
						</ul>
					</>
				) : (
					<p className="meta mt-1">No file of your own is left out.</p>
				)}
			</section>
		</main>
	);
}
