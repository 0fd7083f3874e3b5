/** With which organisation something is shared: part of a form whose submit has the intent "share". */
export function ShareSelect(props: {
	offered: readonly { id: string; name: string }[];
	/** Null for nobody. */
	value: string | null;
}) {
	const { offered, value } = props;
	return (
		<select className="input" name="organization" aria-label="Shared with" defaultValue={value ?? ""}>
			<option value="">Nobody</option>
			{offered.map(({ id, name }) => (
				<option key={id} value={id}>
					{name}
				</option>
			))}
		</select>
	);
}
