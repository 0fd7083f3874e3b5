import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { modelOf } from "~/services/connections.server";
import { currentPerson } from "~/services/guest.server";
import { ErrorPage } from "~/ui/error-page";
import { Topbar } from "~/ui/topbar";

type Loaded = { model: string | null; person: { name: string; isGuest: boolean } | null };

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	const model = await modelOf({ userId: person?.id ?? null, task: "interviewer" });
	return { model, person: person ? { name: person.name, isGuest: person.isGuest } : null };
}

export default function Shell() {
	// When the network goes while a page of another frame is left, this one is drawn before its data has come.
	const loaded = useLoaderData<typeof loader>() as Loaded | null;
	return (
		<>
			<Topbar person={loaded?.person ?? null} model={loaded?.model ?? null} />
			<Outlet />
		</>
	);
}

export function ErrorBoundary() {
	const loaded = useRouteLoaderData<typeof loader>("routes/shell");
	return (
		<>
			<Topbar person={loaded?.person ?? null} model={loaded?.model ?? null} />
			<main id="main" className="mx-auto max-w-[720px] px-5 py-16">
				<ErrorPage />
			</main>
		</>
	);
}
