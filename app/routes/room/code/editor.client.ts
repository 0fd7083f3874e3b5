/** CodeMirror for Python: the one editor of the product. Tab indents; Esc, then Tab leaves. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
	bracketMatching,
	foldGutter,
	foldKeymap,
	HighlightStyle,
	indentOnInput,
	indentUnit,
	syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
	drawSelection,
	EditorView,
	highlightActiveLine,
	highlightActiveLineGutter,
	keymap,
	lineNumbers,
	placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Shown {
	text: string;
	label: string;
	readOnly: boolean;
	/** Seen while the document is empty. */
	hint?: string;
}

export interface Editor {
	/** Shows another document; its undo history starts afresh. */
	show: (document: Shown) => void;
	mark: (problems: readonly { line: number; message: string }[]) => void;
	goTo: (line: number) => void;
	focus: () => void;
	destroy: () => void;
}

const COLOURS = HighlightStyle.define([
	{ tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null, tags.self], color: "var(--syntax-keyword)" },
	{ tag: [tags.number, tags.string, tags.special(tags.string)], color: "var(--syntax-literal)" },
	{
		tag: [tags.function(tags.variableName), tags.definition(tags.function(tags.variableName))],
		color: "var(--syntax-name)",
	},
	{ tag: [tags.className, tags.definition(tags.className)], color: "var(--syntax-name)" },
	{ tag: [tags.comment, tags.lineComment], color: "var(--syntax-comment)", fontStyle: "italic" },
]);

export function mountEditor(input: {
	parent: HTMLElement;
	nonce: string | undefined;
	onChange: (text: string) => void;
	onCursor: (place: { line: number; column: number }) => void;
	onRun: () => void;
}): Editor {
	const { parent, nonce, onChange, onCursor, onRun } = input;
	const locked = new Compartment();
	const create = (document: Shown) =>
		EditorState.create({
			doc: document.text,
			extensions: [
				keymap.of([
					{
						key: "Mod-Enter",
						run: () => {
							onRun();
							return true;
						},
					},
					...closeBracketsKeymap,
					...defaultKeymap,
					...searchKeymap,
					...historyKeymap,
					...foldKeymap,
					...completionKeymap,
					indentWithTab,
				]),
				...(document.hint ? [placeholder(document.hint)] : []),
				...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
				lineNumbers(),
				foldGutter(),
				highlightActiveLine(),
				highlightActiveLineGutter(),
				drawSelection(),
				history(),
				bracketMatching(),
				closeBrackets(),
				indentOnInput(),
				indentUnit.of("    "),
				autocompletion(),
				highlightSelectionMatches(),
				search({ top: true }),
				lintGutter(),
				python(),
				syntaxHighlighting(COLOURS),
				locked.of([EditorState.readOnly.of(document.readOnly), EditorView.editable.of(true)]),
				EditorView.contentAttributes.of({ "aria-label": document.label, tabindex: "0" }),
				EditorView.updateListener.of((update) => {
					if (update.docChanged) onChange(update.state.doc.toString());
					if (!update.docChanged && !update.selectionSet) return;
					const { head } = update.state.selection.main;
					const line = update.state.doc.lineAt(head);
					onCursor({ line: line.number, column: head - line.from + 1 });
				}),
			],
		});
	const view = new EditorView({ parent, state: create({ text: "", label: "Python", readOnly: true }) });
	return {
		show: (document) => {
			view.setState(create(document));
			onCursor({ line: 1, column: 1 });
		},
		mark: (problems) => {
			const { doc } = view.state;
			const diagnostics = problems
				.filter((problem) => problem.line >= 1 && problem.line <= doc.lines)
				.map(({ line, message }): Diagnostic => {
					const { from, to } = doc.line(line);
					return { from, to, severity: "error", message };
				});
			view.dispatch(setDiagnostics(view.state, diagnostics));
		},
		goTo: (number) => {
			const line = view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
			view.dispatch({
				selection: { anchor: line.from },
				effects: EditorView.scrollIntoView(line.from, { y: "center" }),
			});
			view.focus();
		},
		focus: () => view.focus(),
		destroy: () => view.destroy(),
	};
}
