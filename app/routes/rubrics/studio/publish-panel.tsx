import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import type { DraftProblem } from "~/core/rubrics/draft";

/** Why, and the button: only when nothing stands in the way, and after the last keystroke is saved. */
export function PublishPanel(props: {
	version: number;
	problems: readonly DraftProblem[];
	unchanged: boolean;
	flush: () => Promise<boolean>;
	revision: () => number;
}) {
	const { version, problems, unchanged, flush, revision } = props;
	const submit = useSubmit();
	const busy = useNavigation().state !== "idle";
	return (
		<section aria-labelledby="publish">
			<h2 id="publish" className="text-base">
				Publish v{version}
			</h2>
			{problems.length > 0 ? (
				<>
					<p className="meta mt-1">{problems.length === 1 ? "One thing stands" : "These things stand"} in the way:</p>
					<ul className="mt-2 grid gap-1.5 text-sm" aria-label="Before it can be published">
						{problems.map(({ criterion, sentence }) => (
							<li key={`${criterion} ${sentence}`}>{sentence}</li>
						))}
					</ul>
				</>
			) : (
				<Form
					method="post"
					className="mt-2"
					onSubmit={(event) => {
						event.preventDefault();
						const form = new FormData(event.currentTarget);
						void flush().then((saved) => {
							if (!saved) return;
							form.set("intent", "publish");
							form.set("revision", String(revision()));
							submit(form, { method: "post" });
						});
					}}
				>
					<p className="meta flex items-start gap-1.5">
						<CircleCheck size={14} className="mt-[3px] text-pos" aria-hidden />
						Weights add up to 100, every anchor and bar is written.
					</p>
					<label className="mt-2 block">
						<span className="label">Why this version</span>
						<input className="input" name="reason" required minLength={3} maxLength={300} disabled={unchanged} />
					</label>
					<button type="submit" className="btn primary mt-3 w-full" disabled={busy || unchanged}>
						Publish v{version}
					</button>
					<p className="meta mt-2">
						{unchanged
							? "The draft says what the last version says."
							: "New rounds can use it at once. Reports and rounds that exist keep their version."}
					</p>
				</Form>
			)}
		</section>
	);
}
