/** One of a few, as radio buttons that look like a switch; works as a plain form. */
export function Segment<T extends string>(props: {
	name: string;
	label: string;
	options: readonly { value: T; label: string }[];
	value: T;
	onChange?: (value: T) => void;
	hideLabel?: boolean;
}) {
	const { name, label, options, value, onChange, hideLabel = false } = props;
	return (
		<fieldset className="flex flex-wrap items-center gap-2.5">
			<legend className={hideLabel ? "sr-only" : "meta float-left mr-2.5 leading-[34px]"}>{label}</legend>
			<div className="seg flex-wrap">
				{options.map((option) => (
					<label key={option.value}>
						<input
							type="radio"
							name={name}
							value={option.value}
							{...(onChange
								? { checked: option.value === value, onChange: () => onChange(option.value) }
								: { defaultChecked: option.value === value })}
						/>
						{option.label}
					</label>
				))}
			</div>
		</fieldset>
	);
}
