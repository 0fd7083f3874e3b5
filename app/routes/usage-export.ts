import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { download, orJson } from "~/services/http.server";
import { exportUsage } from "~/services/usage.server";

/** Every attempt at a model as CSV. */
export function loader({ request }: LoaderFunctionArgs) {
	return orJson(async () => {
		const text = await exportUsage(await requirePerson(request));
		return download({ body: text, type: "text/csv; charset=utf-8", name: "mockingbird-usage.csv" });
	});
}
