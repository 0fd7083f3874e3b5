import { Form } from "@remix-run/react";
import type { SecondLooks } from "~/services/second-look.server";
import { formatDate } from "~/ui/format";

/** Requests on one criterion with their answers, and the form to ask or to answer. */
export function SecondLook(props: { looks: SecondLooks; grade: string; criterion: string; busy: boolean }) {
	const { looks, grade, criterion, busy } = props;
	const requests = looks.requests.filter((request) => request.criterion === criterion);
	const open = requests.find((request) => request.answeredAt === null);
	return (
		<>
			{requests.map((request) => (
				<div key={request.id} className="well mt-3 p-3 text-sm">
					<p>
						<b>A second look was asked for</b> <span className="meta">{formatDate(request.createdAt)}</span>
					</p>
					<p className="mt-1 whitespace-pre-wrap">{request.reason}</p>
					{request.answeredAt === null ? (
						<p className="meta mt-1">No answer yet.</p>
					) : (
						<p className="mt-2 whitespace-pre-wrap">
							<b>{request.answeredBy}:</b> {request.answer}
						</p>
					)}
				</div>
			))}
			{looks.mayAsk && !open && (
				<details className="no-print mt-3">
					<summary className="link text-sm">Ask for a second look</summary>
					<Form method="post" className="mt-2 grid max-w-[520px] gap-2">
						<input type="hidden" name="grade" value={grade} />
						<input type="hidden" name="criterion" value={criterion} />
						<label>
							<span className="label">What was overlooked</span>
							<textarea className="input" name="reason" rows={2} required minLength={3} maxLength={2000} />
						</label>
						<button type="submit" name="intent" value="ask" className="btn sm" disabled={busy}>
							Ask
						</button>
					</Form>
				</details>
			)}
			{looks.mayAnswer && open && (
				<Form method="post" className="no-print mt-3 grid max-w-[520px] gap-2">
					<input type="hidden" name="request" value={open.id} />
					<label>
						<span className="label">Your answer</span>
						<textarea className="input" name="answer" rows={2} required minLength={3} maxLength={2000} />
					</label>
					<label>
						<span className="label">Score</span>
						<select className="input" name="score">
							<option value="">Stays as it is</option>
							<option value="1">1, strong no</option>
							<option value="2">2, no</option>
							<option value="3">3, yes</option>
							<option value="4">4, strong yes</option>
						</select>
					</label>
					<button type="submit" name="intent" value="answer" className="btn sm" disabled={busy}>
						Answer
					</button>
				</Form>
			)}
		</>
	);
}
