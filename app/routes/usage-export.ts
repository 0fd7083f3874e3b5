import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";
import { exportUsage } from "~/services/usage.server";

/** Every attempt at a model as CSV. */
export function loader({ request }: LoaderFunctionArgs) {
	return orJson(async () => {
		const text = await exportUsage(await requirePerson(request));
		return new Response(text, {
			headers: {
				"Content-Type": "text/csv; charset=utf-8",
				"Content-Disposition": 'attachment; filename="mockingbird-usage.csv"',
				"Cache-Control": "no-store",
			},
		});
	});
}
