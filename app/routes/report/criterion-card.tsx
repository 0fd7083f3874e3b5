import { Check, ChevronRight, Circle, CircleDot, Ruler } from "lucide-react";
import type { ReactNode } from "react";
import type { ReportCriterion } from "~/core/grading/report-view";
import { describeFlags } from "~/core/grading/report-words";
import { formatClock } from "~/ui/format";
import { Score } from "~/ui/score";
import { ReplayLink } from "./replay-link";

/** One criterion: the level, the words it rests on, the anchor reached and the next one. */
export function CriterionCard({
	criterion,
	level,
	open,
	override,
	coach,
	calibrated = null,
}: {
	criterion: ReportCriterion;
	level: string;
	open: boolean;
	/** A form to set the score, for those who may. */
	override?: ReactNode;
	/** What the coach has to say about it. */
	coach?: ReactNode;
	/** What people's grades make of this score, and how many there are; null where calibration is off. */
	calibrated?: { score: number; n: number } | null;
}) {
	const { id, title, score, selfRating } = criterion;
	if (criterion.status !== "graded") return <NotAssessed criterion={criterion} level={level} override={override} />;
	return (
		<details className="card" id={`c-${id}`} open={open}>
			<summary className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-4">
				<ChevronRight size={16} className="chevron shrink-0 text-ink-3" aria-hidden />
				<h3 className="min-w-0 flex-1 basis-[220px] text-base">
					{title} {criterion.mustHave && <span className="tag line ml-1">must-have</span>}
				</h3>
				<span className="text-right">
					<Score score={score} by={criterion.grader?.kind === "person" ? "human" : undefined} />
					<span className="meta block !text-xs">
						{references(criterion)}
						{selfRating !== null && `, you said ${selfRating}`}
					</span>
				</span>
			</summary>
			<div className="px-5 pb-5 md:pl-12">
				<p className="max-w-[640px] text-[15px] leading-[23px]">{criterion.reason}</p>
				<Evidence criterion={criterion} />
				<Points criterion={criterion} />
				<Anchors criterion={criterion} />
				<p className="mt-3 text-sm text-ink-2">
					<b className="font-semibold text-ink">Bar for {level}:</b> {criterion.bar}
				</p>
				{coach}
				<p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line pt-3 text-sm text-ink-3">
					<span>Hints used: {criterion.hintRung === 0 ? "none" : `up to ${criterion.hintRung} of 4`}</span>
					{calibrated && (
						<span className="num">
							Calibrated {calibrated.score.toFixed(1)}, from {calibrated.n} {calibrated.n === 1 ? "grade" : "grades"} of
							people
						</span>
					)}
					{criterion.uncappedScore !== score && (
						<span>Would have been {criterion.uncappedScore} without the hint.</span>
					)}
					{criterion.flags.length > 0 && <span>Noted: {describeFlags(criterion.flags)}</span>}
					<span className="prov">
						<Ruler size={13} aria-hidden />
						{graderName(criterion.grader)}
						{criterion.grader?.kind !== "person" && `, ${describeConfidence(criterion.confidence)}`}
					</span>
				</p>
				{override}
			</div>
		</details>
	);
}

function NotAssessed(props: { criterion: ReportCriterion; level: string; override?: ReactNode }) {
	const { criterion, level, override } = props;
	return (
		<article className="card border-dashed !border-line-strong px-5 py-4" id={`c-${criterion.id}`}>
			<div className="flex flex-wrap items-center gap-3">
				<h3 className="flex-1 text-base">{criterion.title}</h3>
				{criterion.status === "failed" ? <span className="tag warn">Not graded</span> : <Score score={null} />}
			</div>
			<p className="mt-1.5 text-sm text-ink-2">{criterion.reason}</p>
			<p className="mt-1.5 text-sm text-ink-2">
				<b className="font-semibold text-ink">Bar for {level}:</b> {criterion.bar}
			</p>
			{override}
		</article>
	);
}

function Evidence({ criterion }: { criterion: ReportCriterion }) {
	const quoted = criterion.evidence.filter((evidence) => evidence.quote !== "");
	const happened = criterion.evidence.filter((evidence) => evidence.happened !== null);
	if (criterion.evidence.length === 0) return null;
	return (
		<>
			<h4 className="eyebrow mt-5 mb-2">Evidence, found word for word in the record</h4>
			<ul className="grid gap-4">
				{happened.map((evidence) => (
					<li key={`h${evidence.seq}`} className="text-sm">
						{evidence.happened}{" "}
						<a className="ref" href={`#e${evidence.seq}`}>
							{formatClock(evidence.atMs)}
						</a>{" "}
						<ReplayLink evidence={evidence} />
					</li>
				))}
				{quoted.map((evidence) => (
					<li key={`${evidence.seq}-${evidence.from}-${evidence.point ?? ""}`}>
						<blockquote className="quote">
							<mark className={`said ${evidence.place ? "font-mono text-[13px]" : ""}`}>{evidence.quote}</mark>
						</blockquote>
						<p className="meta mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
							<a className="ref" href={`#e${evidence.seq}`}>
								{evidence.place ?? `turn ${evidence.turn} · ${formatClock(evidence.atMs)}`}
							</a>
							<ReplayLink evidence={evidence} />
							{evidence.pointText && <span>for: {evidence.pointText}</span>}
						</p>
					</li>
				))}
			</ul>
			{quoted.length + happened.length < criterion.evidence.length && (
				<p className="meta mt-3">Some references have no words to quote, such as a passed question or a test run.</p>
			)}
		</>
	);
}

const POINT_ICONS = { met: Check, partial: CircleDot, missing: Circle, contradicted: Circle } as const;
const POINT_WORDS = { met: "covered", partial: "touched", missing: "open", contradicted: "contradicted" } as const;

function Points({ criterion }: { criterion: ReportCriterion }) {
	if (criterion.points.length === 0) return null;
	return (
		<>
			<h4 className="eyebrow mt-5 mb-2">What a complete answer holds</h4>
			<ul className="grid gap-1.5 text-sm">
				{criterion.points.map((point) => {
					const Icon = POINT_ICONS[point.verdict];
					return (
						<li key={point.id} className="grid grid-cols-[18px_minmax(0,1fr)_auto] gap-2">
							<Icon size={14} className={`mt-0.5 ${point.verdict === "met" ? "text-pos" : "text-ink-3"}`} aria-hidden />
							<span className={point.verdict === "met" ? "" : "text-ink-2"}>{point.text}</span>
							<span className="text-ink-3">{POINT_WORDS[point.verdict]}</span>
						</li>
					);
				})}
			</ul>
		</>
	);
}

function Anchors({ criterion }: { criterion: ReportCriterion }) {
	const { anchorReached, anchorNext } = criterion;
	return (
		<>
			<h4 className="eyebrow mt-5 mb-1.5">Where this sits</h4>
			<div className="grid gap-1">
				{anchorReached && (
					<Anchor
						label="reached"
						{...anchorReached}
						tone={anchorReached.score >= 3 ? "bg-pos-soft" : anchorReached.score === 2 ? "bg-warn-soft" : "bg-neg-soft"}
					/>
				)}
				{anchorNext && <Anchor label="next" {...anchorNext} tone="shadow-[inset_0_0_0_1px_var(--accent-line)]" />}
			</div>
		</>
	);
}

function Anchor(props: { label: string; score: 1 | 2 | 3 | 4; text: string; tone: string }) {
	return (
		<div className={`grid grid-cols-[92px_1fr] gap-3 rounded-md px-3 py-2.5 ${props.tone}`}>
			<div>
				<Score score={props.score} word={false} />
				<div className="mt-0.5 text-xs font-semibold text-ink-2">{props.label}</div>
			</div>
			<p className="text-sm">{props.text}</p>
		</div>
	);
}

function graderName(grader: ReportCriterion["grader"]): string {
	if (grader?.kind === "model") return grader.version;
	if (grader?.kind === "person") return `Set by ${grader.version}`;
	return grader?.kind === "tests" ? "Tests" : "Rules with weights set by hand";
}

function references({ evidence }: ReportCriterion): string {
	return evidence.length === 1 ? "1 reference" : `${evidence.length} references`;
}

function describeConfidence(confidence: number): string {
	if (confidence < 0.4) return "low confidence";
	return confidence < 0.7 ? "moderate confidence" : "fair confidence";
}
