import { Form } from "@remix-run/react";
import { TriangleAlert } from "lucide-react";
import type { CalibrationView } from "~/services/calibration.server";
import { WideTable } from "~/ui/wide-table";

const KINDS = { none: "nothing yet", offset: "offset", curve: "monotone curve" } as const;

/** What people's grades make of the machine's scores, and the switch to show that in new reports. */
export function Calibrations({ on, mayEdit, fits }: CalibrationView) {
	return (
		<section className="mt-10" aria-labelledby="calibration">
			<div className="flex flex-wrap items-end gap-4">
				<div className="min-w-0 flex-1 basis-[320px]">
					<h2 id="calibration" className="text-lg">
						Calibration {on ? "is on" : "is off"}
					</h2>
					<p className="meta mt-1 max-w-[720px]">
						What the machine's 1 to 4 become by the blind grades people gave under this rubric: an offset below 20
						grades, a monotone curve above, both drawn towards no change when there are few. New reports show it beside
						the raw score, never in its place; the recommendation stays that of the raw scores.
					</p>
				</div>
				{mayEdit && (
					<Form method="post">
						<button type="submit" name="intent" value={on ? "uncalibrate" : "calibrate"} className="btn">
							{on ? "Switch it off" : "Switch it on"}
						</button>
					</Form>
				)}
			</div>
			<div className="mt-3">
				<WideTable label="Calibration by criterion">
					<thead>
						<tr>
							<th className="text-left">Criterion</th>
							<th className="text-left">Learned</th>
							<th className="r">Grades</th>
							{[1, 2, 3, 4].map((raw) => (
								<th key={raw} className="r">
									{raw} becomes
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{fits.map((fit) => (
							<tr key={fit.criterion}>
								<th scope="row" className="!text-[13px] !text-ink text-left font-medium">
									{fit.title}
									{fit.reversed && (
										<span className="ml-2 inline-flex items-center gap-1 text-warn text-xs">
											<TriangleAlert size={13} aria-hidden />
											people score low where the machine scores high
										</span>
									)}
								</th>
								<td>{KINDS[fit.kind]}</td>
								<td className="num r">{fit.n}</td>
								{fit.becomes.map((value, index) => (
									<td key={`raw ${index + 1}`} className="num r">
										{value.toFixed(1)}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</WideTable>
			</div>
		</section>
	);
}
