import { Link } from "@remix-run/react";
import { Download } from "lucide-react";
import type { ReactNode } from "react";

/** Name, state and pages of one rubric in the studio. */
export function StudioBar(props: {
	id: string;
	title: string;
	tag: string;
	page: "criteria" | "bench" | "links";
	children?: ReactNode;
}) {
	const { id, title, tag, page, children } = props;
	const pages = [
		{ key: "criteria", label: "Criteria", to: `/rubrics/${id}` },
		{ key: "bench", label: "Test bench", to: `/rubrics/${id}/bench` },
		{ key: "links", label: "Practice links", to: `/rubrics/${id}/links` },
	];
	return (
		<div className="flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-line bg-surface px-4 pt-3 pb-1 md:px-5 md:pt-1">
			<h1 className="min-w-0 max-w-[420px] truncate text-lg">{title || "Without a title"}</h1>
			<span className="tag warn">{tag}</span>
			<nav className="tabs" aria-label="Studio">
				{pages.map(({ key, label, to }) => (
					<Link
						key={key}
						to={to}
						data-state={page === key ? "active" : "inactive"}
						aria-current={page === key ? "page" : undefined}
					>
						{label}
					</Link>
				))}
			</nav>
			<div className="ml-auto flex flex-wrap items-center gap-2 py-1.5">
				{children}
				<a className="btn sm" href={`/rubrics/${id}/yaml`} download>
					<Download size={14} aria-hidden />
					YAML
				</a>
			</div>
		</div>
	);
}
