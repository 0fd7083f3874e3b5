/** Appends to one interview for ever and prints the seq of each append after it was acknowledged. */
import { openDatabase } from "~/adapters/db/client.server";
import { appendEvents } from "~/adapters/db/events.server";

const [url = "", interviewId = ""] = process.argv.slice(2);
openDatabase({ url });
for (let seq = 0; ; seq += 2) {
	const event = { type: "message", actor: "candidate", text: `Message ${seq}`, atMs: seq } as const;
	await appendEvents({ interviewId, expectedLastSeq: seq, events: [event, event] });
	process.stdout.write(`${seq + 2}\n`);
}
