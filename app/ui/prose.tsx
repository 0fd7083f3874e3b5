import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** Markdown of content files. Raw HTML in it is shown as text; what a candidate wrote never comes here. */
export function Prose({ text, className = "" }: { text: string; className?: string }) {
	return (
		<div className={`prose ${className}`}>
			<Markdown
				remarkPlugins={[remarkGfm]}
				components={{
					h1: ({ children }) => <h3>{children}</h3>,
					h2: ({ children }) => <h3>{children}</h3>,
					table: ({ children }) => (
						// biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable by keyboard
						<section className="scroll-x" tabIndex={0} aria-label="Table">
							<table>{children}</table>
						</section>
					),
				}}
			>
				{text}
			</Markdown>
		</div>
	);
}
