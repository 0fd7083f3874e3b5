import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportMyData } from "~/services/account.server";
import { requirePerson } from "~/services/guest.server";
import { download, orJson } from "~/services/http.server";

export function loader({ request }: LoaderFunctionArgs) {
	return orJson(async () => {
		const text = await exportMyData({ person: await requirePerson(request) });
		return download({ body: text, type: "application/json; charset=utf-8", name: "mockingbird-my-data.json" });
	});
}
