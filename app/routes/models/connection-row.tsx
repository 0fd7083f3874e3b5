import { Form, Link } from "@remix-run/react";
import { ArrowDown, ArrowUp, Bot } from "lucide-react";
import type { ConnectionView } from "~/services/connections.server";

/** One connection in the order in which they are tried. */
export function ConnectionRow({ connection, busy }: { connection: ConnectionView; busy: boolean }) {
	const { id, label, address, tasks, ofServer, editable, first, last } = connection;
	// Two of one kind are told apart by what they run.
	const name = `${label}, ${tasks.interviewer || tasks.judge || tasks.tracker || tasks.transcriber}`;
	return (
		<li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
			<Bot size={18} strokeWidth={1.75} className="text-accent" aria-hidden />
			<span className="min-w-0 flex-1 basis-[260px]">
				<span className="block font-medium">
					{label} {ofServer && <span className="tag line ml-1">for everybody</span>}
				</span>
				<span className="meta block break-words">
					interviews with {tasks.interviewer || "the practice engine"}, judges with {tasks.judge || "the rules"}
					{address && ` · ${address}`}
				</span>
			</span>
			{editable && (
				<Form method="post" className="flex flex-wrap items-center gap-2">
					<input type="hidden" name="id" value={id} />
					{!first && <MoveButton to="up" name={name} busy={busy} />}
					{!last && <MoveButton to="down" name={name} busy={busy} />}
					<Link className="btn sm" to={`/models/${id}`} aria-label={`Change ${name}`}>
						Change
					</Link>
					<button
						type="submit"
						name="intent"
						value="disconnect"
						className="btn sm danger"
						disabled={busy}
						aria-label={`Remove ${name}`}
					>
						Remove
					</button>
				</Form>
			)}
		</li>
	);
}

const MOVES = {
	up: { Icon: ArrowUp, when: "earlier" },
	down: { Icon: ArrowDown, when: "later" },
};

function MoveButton({ to, name, busy }: { to: keyof typeof MOVES; name: string; busy: boolean }) {
	const { Icon, when } = MOVES[to];
	return (
		<button
			type="submit"
			name="intent"
			value={to}
			className="btn sm"
			disabled={busy}
			aria-label={`Try ${name} ${when}`}
		>
			<Icon size={14} strokeWidth={1.75} aria-hidden />
		</button>
	);
}
