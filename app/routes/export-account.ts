import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportMyData } from "~/services/account.server";
import { requirePerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";

export function loader({ request }: LoaderFunctionArgs) {
	return orJson(async () => {
		const text = await exportMyData({ person: await requirePerson(request) });
		return new Response(text, {
			headers: {
				"Content-Type": "application/json; charset=utf-8",
				"Content-Disposition": 'attachment; filename="mockingbird-my-data.json"',
				"Cache-Control": "no-store",
			},
		});
	});
}
