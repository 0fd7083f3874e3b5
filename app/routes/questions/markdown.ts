import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { download, orJson, wantedVersion } from "~/services/http.server";
import { exportQuestion } from "~/services/question-draft.server";

export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const version = wantedVersion(request);
		const file = await exportQuestion({ id: params.id ?? "", person: await requirePerson(request), version });
		return download({ body: file.source, type: "text/markdown; charset=utf-8", name: file.name });
	});
}
