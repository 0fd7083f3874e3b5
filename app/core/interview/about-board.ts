/** The interviewer's question about the board: at most one in a part of the round, and no kind twice (content design §2.2). */
import { CLOSE, type NextMove, type Situation, say } from "./enter-phase";
import { withGaps } from "./unclear";
import { hasBoard } from "./whiteboard/board";
import { readBoard } from "./whiteboard/read-board";
import { findBoardRemarks } from "./whiteboard/remarks";

/** In the first part of a round the candidate settles what is wanted, and the board is only begun. */
const FIRST_PART = 1;

export function askAboutBoard({ state, content, events }: Situation): NextMove | null {
	const { round } = content.plan;
	if (!hasBoard(round) || state.phaseIndex < FIRST_PART || state.phase === CLOSE) return null;
	const before = state.spoken.flatMap(({ move, atMs }) => (move.kind === "about-board" ? [{ ...move, atMs }] : []));
	if (before.some(({ atMs }) => atMs >= state.phaseStartedAtMs)) return null;
	const said = events.flatMap((event) =>
		event.type === "message" && event.actor === "candidate" ? [withGaps(event)] : [],
	);
	const remark = findBoardRemarks({ graph: readBoard(events), said, round }).find(
		({ ask, elements }) =>
			!before.some((turn) => turn.ask === ask || elements.some((element) => turn.elements.includes(element))),
	);
	return remark ? say({ kind: "about-board", ...remark }) : null;
}
