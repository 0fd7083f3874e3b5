import type { ReportVerdict } from "~/core/grading/report-view";
import { RECOMMENDATION_WORDS } from "~/core/grading/report-words";

const TONES = { "strong-no": "text-neg", no: "text-warn", yes: "text-pos", "strong-yes": "text-pos" } as const;
const BANDS = [
	{ id: "strong-no", width: 33.3, color: "var(--neg-line)" },
	{ id: "no", width: 25, color: "var(--warn-line)" },
	{ id: "yes", width: 25, color: "var(--pos-line)" },
	{ id: "strong-yes", width: 16.7, color: "var(--pos)" },
] as const;
const COLUMNS = BANDS.map((band) => `${band.width}%`).join(" ");
const CUTS = [
	{ text: "2.00", at: 33.3 },
	{ text: "2.75", at: 58.3 },
	{ text: "3.50", at: 83.3 },
];

/** The recommendation, the rule behind it, and where the mean lies between the cut-offs. */
export function Verdict({ result, level }: { result: ReportVerdict; level: string }) {
	const { recommendation, overall } = result;
	return (
		<section className="card mt-3 grid gap-x-14 gap-y-6 p-5 md:p-7 print:grid-cols-[minmax(0,1fr)]! lg:grid-cols-[minmax(0,1fr)_minmax(0,460px)]">
			<div>
				<p className="eyebrow">Recommendation for {level}</p>
				<h1 className="mt-1 flex flex-wrap items-center gap-3 text-3xl">
					{recommendation ? (
						<span className={TONES[recommendation]}>{RECOMMENDATION_WORDS[recommendation]}</span>
					) : (
						<span className="text-ink-2">
							{result.flags.includes("tampered-run") ? "A person has to look" : "Not enough evidence"}
						</span>
					)}
					{result.narrow && <span className="tag warn">{result.narrow}</span>}
				</h1>
				<p className="mt-2">
					<span className="tag acc">{result.label}</span>
				</p>
				<p className="mt-3 max-w-[560px] text-read text-ink-2">{result.summary}</p>
				<details className="meta mt-3">
					<summary className="link inline">Show the rule</summary>
					<p className="mt-2 max-w-[560px]">{result.rule} The band follows from the scores by this fixed rule.</p>
				</details>
			</div>
			<div>
				{overall !== null && <Band overall={overall} recommendation={recommendation} />}
				<dl className="mt-5 grid grid-cols-2 gap-x-4 gap-y-3 border-t border-line pt-4 text-sm">
					<Fact title="Must-haves" text={result.mustHaves} />
					<Fact title="Red flags" text={result.redFlags} />
					<Fact title="Weight seen" text={`${result.observedWeight} of 100`} />
					<Fact
						title="Integrity"
						text={result.flags.length > 0 ? result.flags.join(", ").replaceAll("-", " ") : "Nothing noted"}
					/>
				</dl>
			</div>
		</section>
	);
}

function Fact({ title, text }: { title: string; text: string }) {
	return (
		<div>
			<dt className="text-ink-3">{title}</dt>
			<dd className="num mt-0.5 font-semibold">{text}</dd>
		</div>
	);
}

function Band({ overall, recommendation }: { overall: number; recommendation: ReportVerdict["recommendation"] }) {
	const at = ((overall - 1) / 3) * 100;
	return (
		<div
			className="relative pt-7 pb-1"
			role="img"
			aria-label={`Mean ${overall.toFixed(2)} on a scale from 1 to 4. Yes starts at 2.75.`}
		>
			<div className="grid h-2.5 overflow-hidden rounded-full" style={{ gridTemplateColumns: COLUMNS }}>
				{BANDS.map((band) => (
					<i key={band.id} style={{ background: band.color }} />
				))}
			</div>
			<div
				className="absolute top-0 flex flex-col items-center"
				style={{ left: `${at}%`, transform: "translateX(-50%)" }}
			>
				<b className="num text-sm leading-5 font-semibold">{overall.toFixed(2)}</b>
				<span className="h-5 w-0.5 rounded bg-ink" />
			</div>
			<div className="num relative mt-1.5 h-4 text-xs text-ink-3">
				<span className="absolute left-0">1</span>
				{CUTS.map((cut) => (
					<span key={cut.text} className="absolute -translate-x-1/2" style={{ left: `${cut.at}%` }}>
						{cut.text}
					</span>
				))}
				<span className="absolute right-0">4</span>
			</div>
			<div
				className="mt-0.5 grid text-center text-xs leading-4 font-medium text-ink-2"
				style={{ gridTemplateColumns: COLUMNS }}
			>
				{BANDS.map((band) => (
					<span
						key={band.id}
						className={`md:whitespace-nowrap ${band.id === recommendation ? "font-semibold text-ink" : ""}`}
					>
						{RECOMMENDATION_WORDS[band.id]}
					</span>
				))}
			</div>
		</div>
	);
}
