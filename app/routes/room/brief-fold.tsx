import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { BriefCard } from "./side-panel";

/** The Brief over the talk: open until the first answer to its question, one line after it. */
export function BriefFold({ view, className = "" }: { view: RoomView; className?: string }) {
	const { number, title } = view.question;
	const answers = view.turns.filter((turn) => turn.who === "candidate").length;
	const [open, setOpen] = useState(answers === 0);
	const asked = useRef({ number, answers });
	useEffect(() => {
		if (number !== asked.current.number) {
			asked.current = { number, answers };
			setOpen(true);
		} else if (answers === asked.current.answers + 1) setOpen(false);
	}, [number, answers]);
	return (
		<details
			className={`max-h-[40%] shrink-0 overflow-y-auto border-b border-line ${className}`}
			open={open}
			onToggle={(event) => setOpen(event.currentTarget.open)}
		>
			<summary className="flex items-center gap-2 py-2.5 text-sm">
				<ChevronRight size={14} className="chevron shrink-0 text-ink-3" aria-hidden />
				<b className="font-semibold">Brief</b>
				{!open && <span className="min-w-0 truncate text-ink-3">{title}</span>}
			</summary>
			<div className="pb-3">
				<BriefCard view={view} />
			</div>
		</details>
	);
}
