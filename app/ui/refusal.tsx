import { CircleAlert } from "lucide-react";

/** Why an action was refused, in place and announced. */
export function RefusalNote({ error, id }: { error: string | null | undefined; id?: string }) {
	if (!error) return null;
	return (
		<p className="callout neg" role="alert" id={id}>
			<CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-neg" aria-hidden />
			<span>{error}</span>
		</p>
	);
}
