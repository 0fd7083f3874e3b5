import { Form } from "@remix-run/react";
import type { RegradeOptions } from "~/services/regrade.server";
import { ShareSelect } from "~/ui/share-select";

/** Lets an organisation read and grade this interview, with the consent of whoever was interviewed. */
export function ShareRound({ options, busy }: { options: RegradeOptions; busy: boolean }) {
	const { organizations, sharedWith } = options;
	if (organizations.length === 0) return null;
	return (
		<section className="no-print" aria-labelledby="share">
			<h2 id="share" className="text-base">
				Shared with
			</h2>
			<Form method="post" className="mt-2 grid gap-2">
				<ShareSelect offered={organizations} value={sharedWith} />
				<label className="flex items-start gap-2 text-sm">
					<input type="checkbox" name="consent" value="yes" className="mt-1 size-4 accent-(--accent)" />
					Whoever was interviewed agrees that its members read this record
				</label>
				<button type="submit" name="intent" value="share" className="btn sm" disabled={busy}>
					Set
				</button>
			</Form>
		</section>
	);
}
