import { Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** An address of this server to send to somebody: in full where a script runs, with a button to copy it. */
export function CopyLink({ path }: { path: string }) {
	const [origin, setOrigin] = useState("");
	const [copied, setCopied] = useState(false);
	useEffect(() => setOrigin(window.location.origin), []);
	return (
		<span className="flex flex-wrap items-center gap-2">
			<a className="ref break-all !whitespace-normal !leading-5" href={path}>
				{origin}
				{path}
			</a>
			<button
				type="button"
				className="btn sm"
				onClick={() => void navigator.clipboard?.writeText(`${origin}${path}`).then(() => setCopied(true))}
			>
				<Copy size={14} aria-hidden />
				{copied ? "Copied" : "Copy"}
			</button>
		</span>
	);
}
