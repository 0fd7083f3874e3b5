/** A labelled input. Errors of the whole form stand above it and are announced there. */
export function Field(props: {
	name: string;
	label: string;
	type?: "text" | "email" | "password";
	autoComplete?: string;
	note?: string;
	required?: boolean;
}) {
	const { name, label, type = "text", autoComplete, note, required = true } = props;
	return (
		<label className="block">
			<span className="label">{label}</span>
			<input
				className="input"
				name={name}
				type={type}
				autoComplete={autoComplete}
				required={required}
				maxLength={300}
			/>
			{note && <span className="meta mt-1 block">{note}</span>}
		</label>
	);
}
