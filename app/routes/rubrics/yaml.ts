import type { LoaderFunctionArgs } from "@remix-run/node";
import { currentPerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";
import { exportRubric } from "~/services/rubrics.server";

export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const wanted = Number(new URL(request.url).searchParams.get("version") ?? Number.NaN);
		const version = Number.isInteger(wanted) && wanted > 0 ? wanted : null;
		const file = await exportRubric({ id: params.id ?? "", person: await currentPerson(request), version });
		return new Response(file.source, {
			headers: {
				"Content-Type": "application/yaml; charset=utf-8",
				"Content-Disposition": `attachment; filename="${file.name}"`,
				"Cache-Control": "no-store",
			},
		});
	});
}
