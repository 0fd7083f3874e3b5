import { Form } from "@remix-run/react";

/** A person sets one score with a reason; the machine's stays in the other grade. */
export function OverrideForm(props: { grade: string; criterion: string; title: string; busy: boolean }) {
	const { grade, criterion, title, busy } = props;
	return (
		<details className="no-print mt-3">
			<summary className="link text-sm">Set this score</summary>
			<Form method="post" className="mt-2 grid max-w-[520px] gap-2">
				<input type="hidden" name="grade" value={grade} />
				<input type="hidden" name="criterion" value={criterion} />
				<label>
					<span className="label">Score for {title}</span>
					<select className="input" name="score">
						<option value="1">1, strong no</option>
						<option value="2">2, no</option>
						<option value="3">3, yes</option>
						<option value="4">4, strong yes</option>
						<option value="">Not assessed</option>
					</select>
				</label>
				<label>
					<span className="label">Why</span>
					<textarea className="input" name="reason" rows={2} required minLength={3} maxLength={2000} />
				</label>
				<label>
					<span className="label">Their words, if you rest on any</span>
					<input className="input" name="quote" maxLength={2000} />
				</label>
				<button type="submit" name="intent" value="override" className="btn sm" disabled={busy}>
					Set the score
				</button>
			</Form>
		</details>
	);
}
