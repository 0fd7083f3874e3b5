import { Coins, FileText, FlaskConical, MessagesSquare, NotebookPen, PenTool, SquareCode } from "lucide-react";
import { useRef } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { hasBoard } from "~/core/interview/whiteboard/board";

const PANES = {
	talk: { title: "Talk", icon: MessagesSquare },
	code: { title: "Code", icon: SquareCode },
	tests: { title: "Tests", icon: FlaskConical },
	board: { title: "Board", icon: PenTool },
	case: { title: "Case", icon: FileText },
	prices: { title: "Prices", icon: Coins },
	notes: { title: "Notes", icon: NotebookPen },
} as const;
export type Pane = keyof typeof PANES;

/** What takes turns on a narrow screen, the talk first. */
export function panesOf(view: RoomView): Pane[] {
	if (view.round === "coding") return ["talk", "code", "tests"];
	const middle: Pane[] = [
		...(hasBoard(view.round) ? (["board"] as const) : []),
		...(view.cards.length > 0 ? (["case"] as const) : []),
	];
	return ["talk", ...middle, ...(view.prices ? (["prices"] as const) : []), "notes"];
}

/** On a narrow screen one pane is seen at a time; the others stay as they are meanwhile. */
export function PaneBar(props: {
	view: RoomView;
	pane: Pane;
	/** Tests that passed of all, of the last check. */
	tests: { passed: number; total: number } | null;
	onPane: (pane: Pane) => void;
}) {
	const { view, pane, tests, onPane } = props;
	const said = view.turns.length;
	const seen = useRef(said);
	if (pane === "talk") seen.current = said;
	const news = said > seen.current;
	return (
		<nav className="pane-bar md:!hidden" aria-label="Panes">
			{panesOf(view).map((name) => {
				const { title, icon: Icon } = PANES[name];
				return (
					<button key={name} type="button" aria-pressed={pane === name} onClick={() => onPane(name)}>
						<Icon size={20} strokeWidth={1.75} aria-hidden />
						<span>
							{title}{" "}
							{name === "tests" && tests && (
								<span className={`num ${tests.passed === tests.total ? "text-pos" : "text-neg"}`}>
									{tests.passed}/{tests.total}
								</span>
							)}
						</span>
						{name === "talk" && news && (
							<>
								<i className="absolute top-2 ml-7 size-2 rounded-full bg-accent" aria-hidden />
								<span className="sr-only">something new was said</span>
							</>
						)}
					</button>
				);
			})}
		</nav>
	);
}
