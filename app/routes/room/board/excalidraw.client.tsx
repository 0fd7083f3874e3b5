import "@excalidraw/excalidraw/index.css";
import { Excalidraw } from "@excalidraw/excalidraw";
import type { ComponentProps } from "react";

type Props = ComponentProps<typeof Excalidraw>;
type Elements = Parameters<NonNullable<Props["onChange"]>>[0];

/** The board itself. Only loaded where there is one; its fonts come from this server. */
export default function Drawing(props: { initial: Elements; dark: boolean; onChange: (elements: Elements) => void }) {
	const { initial, dark, onChange } = props;
	return (
		<Excalidraw
			initialData={{ elements: initial, scrollToContent: true }}
			theme={dark ? "dark" : "light"}
			onChange={onChange}
			UIOptions={{
				canvasActions: { loadScene: false, saveToActiveFile: false, toggleTheme: false },
				tools: { image: false },
			}}
			aiEnabled={false}
		/>
	);
}
