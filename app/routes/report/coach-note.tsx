import { Form, Link } from "@remix-run/react";
import { PenLine } from "lucide-react";
import type { CoachView } from "~/core/grading/coach-note";

/** The candidate's own answer said better, who wrote it and from what; or why it could not be written. Plain text only. */
export function CoachNote(props: { note: CoachView | null; grade: string; own: boolean; busy: boolean }) {
	const { note, grade, own, busy } = props;
	if (!note) return null;
	const whose = own ? "your" : "the candidate's";
	return (
		<section aria-label="Coach">
			<h4 className="eyebrow mt-5 mb-2">{own ? "Your answer, said better" : "The answer, said better"}</h4>
			{note.state === "written" && (
				<div className="well p-4">
					<p className="max-w-[640px] whitespace-pre-line break-words text-[15px] leading-[23px]">{note.stronger}</p>
					{note.why && <p className="mt-2 max-w-[640px] break-words text-sm text-ink-2">{note.why}</p>}
					{note.drill && (
						<p className="mt-3 text-sm">
							<b className="font-semibold">Next drill:</b>{" "}
							{note.drill.href ? (
								<Link className="link" to={note.drill.href}>
									{note.drill.title}
								</Link>
							) : (
								note.drill.title
							)}
						</p>
					)}
					<p className="prov mt-3">
						<PenLine size={13} className="shrink-0" aria-hidden />
						Written by {note.model} from {whose} own words and verified scores
					</p>
				</div>
			)}
			{note.state === "waiting" && (
				<p className="meta" role="status">
					The coach is writing. The grade is complete without it.
				</p>
			)}
			{note.state === "failed" && (
				<p className="text-sm text-ink-2">The coach could not write this: {note.reason} The grade is not touched.</p>
			)}
			{note.mayAsk && (
				<Form method="post" className="no-print mt-2">
					<input type="hidden" name="grade" value={grade} />
					<input type="hidden" name="criterion" value={note.criterion} />
					<button type="submit" name="intent" value="coach" className="btn sm" disabled={busy}>
						{note.state === "failed" ? "Ask the coach again" : "Ask the coach"}
					</button>
				</Form>
			)}
		</section>
	);
}
