import { Form } from "@remix-run/react";
import type { SavedQuestion } from "~/services/question-draft.server";
import type { QuestionView } from "~/services/questions.server";
import { useHydrated } from "~/ui/use-hydrated";
import { chosenText, type Merge, useSource } from "./use-source";

/** The text, saving it, publishing it; and where two people changed the same lines, both, to choose from. */
export function SourceForm(props: { view: QuestionView; answer: SavedQuestion | null; busy: boolean }) {
	const { view, answer, busy } = props;
	const { field, base, revision, merge, choose, notice, sending } = useSource({ view, answer });
	const hydrated = useHydrated();
	const open = merge !== null && hydrated;
	const locked = !view.mayEdit || view.archived;
	return (
		<Form method="post" className="grid gap-3" onSubmit={sending}>
			<input type="hidden" name="revision" value={revision} />
			<input type="hidden" name="base" value={base} />
			{notice && (
				<p className="callout" role="status">
					{notice}
				</p>
			)}
			{merge && <Conflicts merge={merge} choose={choose} />}
			<label>
				<span className="label">The whole question, as Markdown with YAML at its front</span>
				<textarea
					className="input font-mono !text-[13px] leading-5"
					ref={field}
					name="source"
					rows={34}
					spellCheck={false}
					readOnly={locked || open}
					defaultValue={merge ? chosenText(merge) : view.source}
				/>
			</label>
			<div className="flex flex-wrap items-end gap-2">
				<button
					type="submit"
					name="intent"
					value="save"
					formNoValidate
					className="btn"
					disabled={busy || locked || open}
				>
					Save and check
				</button>
				<label className="min-w-[200px] flex-1">
					<span className="label">Why this version</span>
					<input
						key={view.version}
						className="input"
						name="reason"
						required
						minLength={3}
						maxLength={300}
						disabled={locked}
					/>
				</label>
				<button type="submit" name="intent" value="publish" className="btn primary" disabled={busy || locked || open}>
					Publish v{(view.version ?? 0) + 1}
				</button>
			</div>
		</Form>
	);
}

function Conflicts(props: { merge: Merge; choose: (index: number, side: "mine" | "theirs") => void }) {
	const { merge, choose } = props;
	const open = merge.parts.flatMap((part, index) => ("lines" in part || merge.choices[index] ? [] : [{ part, index }]));
	return (
		<section className="callout warn block" aria-label="Edited twice" role="alert">
			<p>
				{merge.changedBy} changed the same lines while you did. Nothing is lost: choose which to keep, then save. All
				other changes of both are merged.
			</p>
			<ol className="mt-3 grid gap-4">
				{open.map(({ part, index }) => (
					<li key={`${index}`} className="grid gap-3 md:grid-cols-2">
						<Side title="Yours" lines={part.mine} onKeep={() => choose(index, "mine")} />
						<Side title="Theirs" lines={part.theirs} onKeep={() => choose(index, "theirs")} />
					</li>
				))}
			</ol>
		</section>
	);
}

function Side(props: { title: string; lines: readonly string[]; onKeep: () => void }) {
	const { title, lines, onKeep } = props;
	return (
		<div className="min-w-0 rounded-md border border-line bg-surface p-3">
			<p className="label">{title}</p>
			<p className="font-mono text-[12.5px] break-words whitespace-pre-wrap">
				{lines.length === 0 ? "Removed" : lines.join("\n")}
			</p>
			<button type="button" className="btn sm mt-2" onClick={onKeep}>
				Keep {title.toLowerCase()}
			</button>
		</div>
	);
}
