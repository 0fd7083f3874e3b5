/** Headers of a stream of lines: nothing in between may hold it back or keep it. */
export const NDJSON = {
	"Content-Type": "application/x-ndjson; charset=utf-8",
	"Cache-Control": "no-store",
	"X-Accel-Buffering": "no",
};

export type ReplyLine =
	| { type: "accepted"; lastSeq: number }
	| { type: "sentence"; text: string; turnId: string }
	| { type: "done" }
	| { type: "failed"; message: string };

/** Reads a stream line by line; ends when the stream does. A cut line is left out. */
export async function readLines(response: Response, onLine: (line: ReplyLine) => void): Promise<void> {
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	if (!reader) return;
	let rest = "";
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		const lines = (rest + value).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) if (line.trim() !== "") onLine(JSON.parse(line) as ReplyLine);
	}
}
