/** A labelled input. Errors of the whole form stand above it and are announced there. */
export function Field(props: {
	name: string;
	label: string;
	type?: "text" | "email" | "password";
	autoComplete?: string;
	note?: string;
	required?: boolean;
	defaultValue?: string;
	/** The id of a `datalist` to choose from. */
	list?: string;
}) {
	const { name, label, type = "text", autoComplete, note, required = true, defaultValue, list } = props;
	return (
		<label className="block">
			<span className="label">{label}</span>
			<input
				className="input"
				name={name}
				type={type}
				autoComplete={autoComplete}
				required={required}
				defaultValue={defaultValue}
				list={list}
				maxLength={300}
			/>
			{note && <span className="meta mt-1 block">{note}</span>}
		</label>
	);
}
