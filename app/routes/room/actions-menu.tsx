import { type RefObject, useEffect } from "react";

export interface RoomAction {
	key: string;
	label: string;
	run: () => void;
	available: boolean;
}

/** Ctrl K opens it everywhere; then one letter does the thing. */
export function ActionsMenu({
	dialog,
	actions,
}: {
	dialog: RefObject<HTMLDialogElement>;
	actions: readonly RoomAction[];
}) {
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
				event.preventDefault();
				if (dialog.current?.open) dialog.current.close();
				else dialog.current?.showModal();
				return;
			}
			const typing = event.target instanceof HTMLElement && event.target.closest("textarea, input, select");
			if (event.key === "?" && !typing && !dialog.current?.open) dialog.current?.showModal();
			if (!dialog.current?.open || event.ctrlKey || event.metaKey || event.altKey) return;
			const action = actions.find((candidate) => candidate.available && candidate.key === event.key.toLowerCase());
			if (!action) return;
			event.preventDefault();
			dialog.current.close();
			action.run();
		};
		window.addEventListener("keydown", onKeyDown, true);
		return () => window.removeEventListener("keydown", onKeyDown, true);
	}, [dialog, actions]);

	return (
		<dialog ref={dialog} aria-labelledby="actions-title">
			<div className="p-4">
				<h2 id="actions-title" className="px-2 text-base">
					Actions
				</h2>
				<ul className="mt-2">
					{actions
						.filter((action) => action.available)
						.map((action) => (
							<li key={action.key}>
								<button
									type="button"
									className="flex w-full items-center rounded-md px-2 py-2 text-left hover:bg-hover"
									onClick={() => {
										dialog.current?.close();
										action.run();
									}}
								>
									<span className="flex-1">{action.label}</span>
									<kbd>{action.key.toUpperCase()}</kbd>
								</button>
							</li>
						))}
				</ul>
				<p className="meta mt-2 px-2 !text-xs">
					Ctrl ↵ hands over, Ctrl Shift ↵ sends and keeps the turn, F6 moves between regions, Esc closes this.
				</p>
			</div>
		</dialog>
	);
}
