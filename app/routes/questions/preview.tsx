import { Tabs } from "radix-ui";
import type { QuestionView } from "~/services/questions.server";
import { Prose } from "~/ui/prose";

const LOOKS = [
	{ key: "candidate", label: "As the candidate" },
	{ key: "engine", label: "As the practice engine runs it" },
	{ key: "model", label: "As a model is told" },
] as const;

/** The question as those who meet it: the candidate, the practice engine, a model. */
export function Preview({ preview }: { preview: NonNullable<QuestionView["preview"]> }) {
	return (
		<section className="card" aria-label="Preview">
			<Tabs.Root defaultValue="candidate">
				<Tabs.List className="tabs flex-wrap border-b border-line px-3" aria-label="Preview">
					{LOOKS.map(({ key, label }) => (
						<Tabs.Trigger key={key} value={key}>
							{label}
						</Tabs.Trigger>
					))}
				</Tabs.List>
				<Tabs.Content className="p-4" value="candidate">
					<Prose text={preview.brief} />
				</Tabs.Content>
				<Tabs.Content className="p-4" value="engine">
					<p className="text-sm">{preview.opening || "It cannot start before the mistakes are mended."}</p>
					<ol className="mt-3 grid list-decimal gap-1.5 pl-5 text-sm">
						{preview.probes.map((probe) => (
							<li key={probe}>{probe}</li>
						))}
					</ol>
					<p className="meta mt-3">The weakest open point decides which of these is asked, and when.</p>
				</Tabs.Content>
				<Tabs.Content className="p-4" value="model">
					<p className="meta">Beside guardrails, persona and level. No key points, anchors or strong answer.</p>
					<pre
						// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
						tabIndex={0}
						className="well mt-2 max-h-[420px] overflow-auto p-3 font-mono text-[12.5px] whitespace-pre-wrap"
					>
						{preview.context || "It cannot start before the mistakes are mended."}
					</pre>
				</Tabs.Content>
			</Tabs.Root>
		</section>
	);
}
