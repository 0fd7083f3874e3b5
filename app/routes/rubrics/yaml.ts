import type { LoaderFunctionArgs } from "@remix-run/node";
import { currentPerson } from "~/services/guest.server";
import { download, orJson, wantedVersion } from "~/services/http.server";
import { exportRubric } from "~/services/rubrics.server";

export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const version = wantedVersion(request);
		const file = await exportRubric({ id: params.id ?? "", person: await currentPerson(request), version });
		return download({ body: file.source, type: "application/yaml; charset=utf-8", name: file.name });
	});
}
