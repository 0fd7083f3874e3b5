import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";
import { exportQuestion } from "~/services/question-draft.server";

export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const wanted = Number(new URL(request.url).searchParams.get("version") ?? Number.NaN);
		const version = Number.isInteger(wanted) && wanted > 0 ? wanted : null;
		const file = await exportQuestion({ id: params.id ?? "", person: await requirePerson(request), version });
		return new Response(file.source, {
			headers: {
				"Content-Type": "text/markdown; charset=utf-8",
				"Content-Disposition": `attachment; filename="${file.name}"`,
				"Cache-Control": "no-store",
			},
		});
	});
}
