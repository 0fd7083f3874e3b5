import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { currentPerson } from "~/services/guest.server";
import { ErrorPage } from "~/ui/error-page";
import { Topbar } from "~/ui/topbar";

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	return { person: person ? { name: person.name, isGuest: person.isGuest } : null };
}

export default function Shell() {
	const { person } = useLoaderData<typeof loader>();
	return (
		<>
			<Topbar person={person} />
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
