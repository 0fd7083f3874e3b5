import { Plus } from "lucide-react";

/** Adds one more to a list of the draft. */
export function AddButton(props: { disabled: boolean; onClick: () => void; children: string }) {
	const { disabled, onClick, children } = props;
	return (
		<button type="button" className="btn ghost sm" disabled={disabled} onClick={onClick}>
			<Plus size={14} aria-hidden />
			{children}
		</button>
	);
}
