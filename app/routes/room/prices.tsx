import { Parser } from "expr-eval-fork";
import { StickyNote } from "lucide-react";
import { useState } from "react";
import type { RoomView } from "~/core/interview/room-view";

export function Prices({ prices }: { prices: NonNullable<RoomView["prices"]> }) {
	return (
		<div className="card max-w-[560px] overflow-hidden">
			<table className="t">
				<caption className="meta px-3 pt-3 text-left">
					{prices.note} Dollars per million tokens. Batch: {Math.round(prices.batchDiscount * 100)} % off.
				</caption>
				<thead>
					<tr>
						<th>Model</th>
						<th className="r">Input</th>
						<th className="r">Output</th>
					</tr>
				</thead>
				<tbody>
					{prices.rows.map((row) => (
						<tr key={row.label}>
							<td>{row.label}</td>
							<td className="r num">{row.input.toFixed(2)}</td>
							<td className="r num">{row.output.toFixed(2)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** Arithmetic only: no names, no functions, nothing that could be asked of anything but numbers. */
const parser = new Parser({
	operators: { logical: false, comparison: false, in: false, assignment: false, conditional: false, factorial: false },
});
const LONGEST = 200;
const FIGURE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** A sum in the margin. It stays in this page until it is put on the board. */
export function Calculator({ onNote }: { onNote: ((text: string) => void) | null }) {
	const [sum, setSum] = useState("");
	const result = sum.trim() === "" ? null : calculate(sum);
	return (
		<section className="card mt-4 max-w-[560px] p-4" aria-labelledby="calculator">
			<h3 id="calculator" className="text-base">
				Scratch calculator
			</h3>
			<label className="mt-2 block">
				<span className="meta">A sum such as 10,000 * 30 * (1500 * 3 + 300 * 15) / 1M</span>
				<input
					className="input mt-1 font-mono"
					value={sum}
					maxLength={LONGEST}
					aria-label="Sum"
					onChange={(event) => setSum(event.target.value)}
				/>
			</label>
			<p className="mt-2 flex items-center gap-3">
				<output className="num text-lg font-semibold">{result === null ? "" : FIGURE.format(result)}</output>
				{sum.trim() !== "" && result === null && <span className="meta">Not a sum yet.</span>}
				{onNote && (
					<button
						type="button"
						className="btn sm ml-auto"
						disabled={result === null}
						onClick={() => result !== null && onNote(`${sum.trim()} = ${FIGURE.format(result)}`)}
					>
						<StickyNote size={14} aria-hidden />
						Put on the board
					</button>
				)}
			</p>
		</section>
	);
}

/** The value of a sum; null for anything else. Thousands may have commas, k and M stand for thousand and million. */
function calculate(sum: string): number | null {
	const plain = sum
		.replace(/(\d),(?=\d{3})/g, "$1")
		.replace(/[×x]/g, "*")
		.replace(/÷/g, "/")
		.replace(/\$/g, "")
		.replace(/(\d)\s*k\b/gi, "$1*1000")
		.replace(/(\d)\s*M\b/g, "$1*1000000");
	if (!/^[\d\s.+*/()%^-]+$/.test(plain)) return null;
	try {
		const value: unknown = parser.evaluate(plain);
		return typeof value === "number" && Number.isFinite(value) ? value : null;
	} catch {
		return null;
	}
}
