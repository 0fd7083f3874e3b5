import { OfferedNote } from "./task-fields";

/** The end of a form that connects or changes: tries the models and stores, or only looks up which there are. */
export function TestButtons(props: {
	intent: string;
	label: string;
	busy: boolean;
	models: string[] | undefined;
	note: string;
}) {
	const { intent, label, busy, models, note } = props;
	return (
		<div>
			<div className="flex flex-wrap gap-2">
				<button type="submit" name="intent" value={intent} className="btn primary" disabled={busy}>
					{busy ? "Asking the server" : label}
				</button>
				<button type="submit" name="intent" value="models" className="btn" disabled={busy}>
					Look up models
				</button>
			</div>
			<OfferedNote models={models} />
			<p className="meta mt-2">{note}</p>
		</div>
	);
}
