import type { Capabilities } from "~/core/model-server";

const SCHEMAS = [
	{ value: "enforced", label: "Holds the answer to a schema" },
	{ value: "hint", label: "Takes a schema as a hint" },
	{ value: "none", label: "Refuses a schema" },
] as const;

const FLAGS = [
	{ name: "images", label: "Reads pictures of the board" },
	{ name: "developerRole", label: "Takes the role developer and max_completion_tokens" },
	{ name: "cache", label: "Takes prompt_cache_key" },
	{ name: "effort", label: "Takes reasoning_effort" },
] as const;

/** What a server understands. What it does not is left out of every call instead of sent. */
export function CapabilityFields({ values }: { values: Capabilities }) {
	return (
		<div className="grid max-w-[480px] gap-3">
			<label className="block">
				<span className="label">Answers in JSON</span>
				<select className="input" name="schema" defaultValue={values.schema}>
					{SCHEMAS.map(({ value, label }) => (
						<option key={value} value={value}>
							{label}
						</option>
					))}
				</select>
				<span className="meta mt-1 block">Every answer is checked again here, whatever the server promises.</span>
			</label>
			{FLAGS.map(({ name, label }) => (
				<label key={name} className="flex items-center gap-2">
					<input type="checkbox" name={name} defaultChecked={values[name]} />
					{label}
				</label>
			))}
		</div>
	);
}
