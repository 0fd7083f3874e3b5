import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { currentPerson } from "~/services/guest.server";
import { ErrorPage } from "~/ui/error-page";
import { Topbar } from "~/ui/topbar";

type Person = { name: string; isGuest: boolean };

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	return { person: person ? { name: person.name, isGuest: person.isGuest } : null };
}

export default function Shell() {
	// When the network goes while a page of another frame is left, this one is drawn before its data has come.
	const loaded = useLoaderData<typeof loader>() as { person: Person | null } | null;
	return (
		<>
			<Topbar person={loaded?.person ?? null} />
			<Outlet />
		</>
	);
}

export function ErrorBoundary() {
	const loaded = useRouteLoaderData<typeof loader>("routes/shell");
	return (
		<>
			<Topbar person={loaded?.person ?? null} />
			<main id="main" className="mx-auto max-w-[720px] px-5 py-16">
				<ErrorPage />
			</main>
		</>
	);
}
