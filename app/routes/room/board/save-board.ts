import type { BoardTools } from "./excalidraw.client";

/** Hands the board out as a picture; a sentence says why it could not. */
export async function saveBoard(input: { kind: "png" | "svg"; tools: BoardTools | null }): Promise<string | null> {
	const { kind, tools } = input;
	const picture = await tools?.picture(kind).catch(() => null);
	if (!picture) return "The picture could not be made. Draw something first, or load the page again.";
	const address = URL.createObjectURL(picture);
	download({ address, name: `board.${kind}` });
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
	return null;
}

export function download(input: { address: string; name: string }): void {
	const link = document.createElement("a");
	link.href = input.address;
	link.download = input.name;
	link.click();
}
