import "@excalidraw/excalidraw/index.css";
import {
	CaptureUpdateAction,
	convertToExcalidrawElements,
	Excalidraw,
	exportToBlob,
	exportToSvg,
	MainMenu,
	restoreElements,
} from "@excalidraw/excalidraw";
import { Download, Image, Shapes } from "lucide-react";
import { type ComponentProps, useRef } from "react";
import { MOST_ELEMENTS } from "~/core/interview/whiteboard/board-log";
import { partsFor } from "./parts.client";
import { download, saveBoard } from "./save-board";
import type { BoardElementVersion } from "./use-board";

type Props = ComponentProps<typeof Excalidraw>;
type Api = Parameters<NonNullable<Props["excalidrawAPI"]>>[0];
type Elements = Parameters<NonNullable<Props["onChange"]>>[0];

/** What the panel around it can do with the board. */
export interface BoardTools {
	show: (elements: readonly BoardElementVersion[]) => void;
	/** Brings elements into view and selects them. */
	point: (ids: readonly string[]) => void;
	addNote: (text: string) => void;
	/** Adds what a .excalidraw file holds; throws an Error with a sentence when it is none. */
	open: (text: string) => void;
	picture: (kind: "png" | "svg", largest?: number) => Promise<Blob>;
}

/** The board itself. Only loaded where there is one; its fonts come from this server. */
export default function Drawing(props: {
	initial: readonly BoardElementVersion[];
	dark: boolean;
	onChange?: (elements: Elements) => void;
	onReady?: (tools: BoardTools) => void;
	round: string;
	/** To look at, not to draw on. */
	still?: boolean;
	/** Where the board comes as a file; without it nothing is offered to save. */
	fileAddress?: string;
}) {
	const { initial, dark, onChange, onReady, round, still = false, fileAddress } = props;
	const tools = useRef<BoardTools | null>(null);
	const ready = (api: Api) => {
		tools.current = toolsOf(api);
		onReady?.(tools.current);
	};
	return (
		<Excalidraw
			initialData={{ elements: inOrder(initial), scrollToContent: true, libraryItems: still ? [] : partsFor(round) }}
			theme={dark ? "dark" : "light"}
			onChange={onChange}
			viewModeEnabled={still}
			excalidrawAPI={ready}
			UIOptions={{
				canvasActions: {
					loadScene: false,
					saveToActiveFile: false,
					toggleTheme: false,
					export: false,
					saveAsImage: false,
				},
				tools: { image: false },
			}}
			aiEnabled={false}
		>
			<MainMenu>
				{fileAddress && (
					<>
						<MainMenu.Item
							icon={<Download size={16} />}
							onSelect={() => download({ address: fileAddress, name: "board.excalidraw" })}
						>
							Save as .excalidraw
						</MainMenu.Item>
						<MainMenu.Item
							icon={<Image size={16} />}
							onSelect={() => void saveBoard({ kind: "png", tools: tools.current })}
						>
							Save as PNG
						</MainMenu.Item>
						<MainMenu.Item
							icon={<Shapes size={16} />}
							onSelect={() => void saveBoard({ kind: "svg", tools: tools.current })}
						>
							Save as SVG
						</MainMenu.Item>
						<MainMenu.Separator />
					</>
				)}
				<MainMenu.DefaultItems.SearchMenu />
				<MainMenu.DefaultItems.Help />
				<MainMenu.DefaultItems.ClearCanvas />
			</MainMenu>
		</Excalidraw>
	);
}

function toolsOf(api: Api): BoardTools {
	return {
		show: (elements) => api.updateScene({ elements: inOrder(elements), captureUpdate: CaptureUpdateAction.NEVER }),
		point: (ids) => {
			const found = api.getSceneElements().filter((element) => ids.includes(element.id));
			if (found.length === 0) return;
			const selectedElementIds = Object.fromEntries(found.map(({ id }) => [id, true as const]));
			api.updateScene({ appState: { selectedElementIds }, captureUpdate: CaptureUpdateAction.NEVER });
			api.scrollToContent(found, { fitToViewport: true, viewportZoomFactor: 0.6, maxZoom: 1.2 });
		},
		addNote: (text) => {
			const before = api.getSceneElements();
			const bottom = Math.max(0, ...before.map((element) => element.y + element.height));
			const left = before.length > 0 ? Math.min(...before.map((element) => element.x)) : 0;
			const added = convertToExcalidrawElements([{ type: "text", x: left, y: bottom + 40, text }]);
			api.updateScene({
				elements: [...api.getSceneElementsIncludingDeleted(), ...added],
				captureUpdate: CaptureUpdateAction.IMMEDIATELY,
			});
			api.scrollToContent(added);
		},
		open: (text) => {
			const known = api.getSceneElementsIncludingDeleted();
			const added = readFile(text, known);
			if (known.length + added.length > MOST_ELEMENTS)
				throw new Error(`A board holds up to ${MOST_ELEMENTS} elements; with this file it would hold more.`);
			const replaced = new Set(added.map(({ id }) => id));
			api.updateScene({
				elements: [...known.filter(({ id }) => !replaced.has(id)), ...added],
				captureUpdate: CaptureUpdateAction.IMMEDIATELY,
			});
			api.scrollToContent(added);
		},
		picture: async (kind, largest) => {
			const exported = { elements: api.getSceneElements(), files: null, exportPadding: 24 };
			const appState = { exportBackground: true, exportWithDarkMode: false };
			if (kind === "png")
				return exportToBlob({ ...exported, appState, mimeType: "image/png", maxWidthOrHeight: largest });
			// Taking only the letters used out of a font needs eval, which our policy forbids: the viewer's own fonts are used.
			const drawn = await exportToSvg({ ...exported, appState, skipInliningFonts: true });
			return new Blob([drawn.outerHTML], { type: "image/svg+xml" });
		},
	};
}

/** The elements of a file, newer than what the board has under the same ids, so that they count. */
function readFile(text: string, known: Elements): Elements {
	const no = (): never => {
		throw new Error("This is not a drawing of Excalidraw. Choose a .excalidraw file.");
	};
	const read = (): { elements?: unknown } | null => {
		try {
			return JSON.parse(text);
		} catch {
			return no();
		}
	};
	const elements = read()?.elements;
	if (!Array.isArray(elements)) return no();
	const versions = new Map(known.map(({ id, version }) => [id, version]));
	return restoreElements(elements, null, { repairBindings: true }).map((element) => ({
		...element,
		version: Math.max(element.version, versions.get(element.id) ?? 0) + 1,
	}));
}

/** Excalidraw draws in the order of its fractional index; a log gives elements in the order in which they came. */
function inOrder(elements: readonly BoardElementVersion[]): Elements {
	const list = [...elements] as unknown as Elements[number][];
	const place = (element: Elements[number]) => element.index ?? "";
	return list.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
}
