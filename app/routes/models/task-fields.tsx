import type { Task, TaskModels } from "~/core/connection";
import { Field } from "~/ui/field";

const TASK_WORDS: readonly { task: Task; label: string; without: string }[] = [
	{ task: "interviewer", label: "Interviewer", without: "Words the turns. Empty: the practice engine." },
	{ task: "tracker", label: "Tracker", without: "Notes what was covered. Empty: matching of words." },
	{ task: "judge", label: "Judge", without: "Grades each criterion. Empty: the rules." },
	{ task: "second-opinion", label: "Second opinion", without: "Grades again in doubt. Empty: the judge's model." },
	{ task: "coach", label: "Coach", without: "Words the advice. Empty: none." },
	{ task: "transcriber", label: "Transcriber", without: "Hears recorded speech. Empty: the preset's, or none." },
];

const OFFERED = "offered-models";

/** The names a server offers, for every field that names a model. */
export function OfferedModels({ models }: { models: readonly string[] | undefined }) {
	return (
		<datalist id={OFFERED}>
			{models?.map((model) => (
				<option key={model} value={model} />
			))}
		</datalist>
	);
}

export function ModelField(props: { name: string; label: string; note?: string; defaultValue?: string }) {
	return <Field {...props} required={false} list={OFFERED} autoComplete="off" />;
}

/** One model for each task. `overrides` is said where an empty field means something else than "none". */
export function TaskFields({ values, overrides }: { values: Partial<TaskModels>; overrides?: string }) {
	return (
		<div className="grid gap-4 sm:grid-cols-2">
			{TASK_WORDS.map(({ task, label, without }) => (
				<ModelField
					key={task}
					name={task}
					label={label}
					note={overrides ?? without}
					defaultValue={values[task] ?? ""}
				/>
			))}
		</div>
	);
}

/** What came of asking a server for its models, in words. */
export function OfferedNote({ models }: { models: readonly string[] | undefined }) {
	if (!models) return null;
	return (
		<p className="meta mt-2" role="status">
			{models.length === 0
				? "This server has no list of models. Enter a name by hand."
				: `${models.length} ${models.length === 1 ? "model is" : "models are"} offered. Choose in the fields, which suggest them as you type.`}
		</p>
	);
}
