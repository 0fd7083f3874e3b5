import { Form } from "@remix-run/react";
import type { StudioView } from "~/services/rubric-draft.server";
import { ShareSelect } from "~/ui/share-select";

/** With whom the rubric is shared. Only whoever began it can change that. */
export function SharePanel({ view, busy }: { view: StudioView; busy: boolean }) {
	const { organization, offered } = view;
	if (offered.length === 0 && !organization) return null;
	return (
		<div className="border-b border-line p-4">
			<h2 className="text-base">Shared with</h2>
			{offered.length === 0 ? (
				<p className="mt-1 text-sm">{organization?.name}</p>
			) : (
				<Form method="post" className="mt-2 flex gap-2">
					<ShareSelect offered={offered} value={organization?.id ?? null} />
					<button type="submit" name="intent" value="share" className="btn" disabled={busy}>
						Set
					</button>
				</Form>
			)}
		</div>
	);
}
