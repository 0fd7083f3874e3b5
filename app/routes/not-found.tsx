import { data, type LoaderFunctionArgs } from "@remix-run/node";

export function loader(_args: LoaderFunctionArgs) {
	throw data(
		{ error: "The page does not exist, or it belongs to someone else. Nothing was changed." },
		{ status: 404 },
	);
}

export function action(_args: LoaderFunctionArgs) {
	throw data({ error: "There is nothing to post to here. Nothing was changed." }, { status: 404 });
}

export default function NotFound() {
	return null;
}
