import { useState } from "react";
import type { QuestionView } from "~/services/questions.server";
import { Prose } from "~/ui/prose";

const LOOKS = [
	{ key: "candidate", label: "As the candidate" },
	{ key: "engine", label: "As the practice engine runs it" },
	{ key: "model", label: "As a model is told" },
] as const;

/** The question as those who meet it: the candidate, the practice engine, a model. */
export function Preview({ preview }: { preview: NonNullable<QuestionView["preview"]> }) {
	const [look, setLook] = useState<(typeof LOOKS)[number]["key"]>("candidate");
	return (
		<section className="card" aria-label="Preview">
			<div className="tabs flex-wrap border-b border-line px-3" role="tablist" aria-label="Preview">
				{LOOKS.map(({ key, label }) => (
					<button
						key={key}
						type="button"
						role="tab"
						aria-selected={look === key}
						data-state={look === key ? "active" : "inactive"}
						onClick={() => setLook(key)}
					>
						{label}
					</button>
				))}
			</div>
			<div className="p-4">
				{look === "candidate" && <Prose text={preview.brief} />}
				{look === "engine" && (
					<>
						<p className="text-sm">{preview.opening || "It cannot start before the mistakes are mended."}</p>
						<ol className="mt-3 grid list-decimal gap-1.5 pl-5 text-sm">
							{preview.probes.map((probe) => (
								<li key={probe}>{probe}</li>
							))}
						</ol>
						<p className="meta mt-3">The weakest open point decides which of these is asked, and when.</p>
					</>
				)}
				{look === "model" && (
					<>
						<p className="meta">Beside guardrails, persona and level. No key points, anchors or strong answer.</p>
						<pre
							// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
							tabIndex={0}
							className="well mt-2 max-h-[420px] overflow-auto p-3 font-mono text-[12.5px] whitespace-pre-wrap"
						>
							{preview.context || "It cannot start before the mistakes are mended."}
						</pre>
					</>
				)}
			</div>
		</section>
	);
}
