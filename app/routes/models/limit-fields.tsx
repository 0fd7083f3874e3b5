import type { ConnectionLimits, LimitName } from "~/core/connection";

const LIMITS: readonly { name: LimitName; label: string; max: number }[] = [
	{ name: "firstSeconds", label: "To the first word, seconds", max: 900 },
	{ name: "idleSeconds", label: "Between words, seconds", max: 900 },
	{ name: "totalSeconds", label: "In all, seconds", max: 3600 },
	{ name: "attempts", label: "Attempts", max: 4 },
	{ name: "concurrency", label: "Calls at once", max: 16 },
];

/** How patient to be. With `preset` a field may stay empty, and shows what then holds. */
export function LimitFields(props: {
	values: Partial<Record<LimitName, number | undefined>>;
	preset?: ConnectionLimits;
}) {
	const { values, preset } = props;
	return (
		<div className="grid grid-cols-2 gap-4">
			{LIMITS.map(({ name, label, max }) => (
				<label key={name} className="block">
					<span className="label">{label}</span>
					<input
						className="input"
						type="number"
						name={name}
						defaultValue={values[name]}
						placeholder={preset ? String(preset[name]) : undefined}
						required={!preset}
						min={1}
						max={max}
					/>
				</label>
			))}
		</div>
	);
}
