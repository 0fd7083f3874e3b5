import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeError } from "~/services/logger.server";

const CANDIDATE = "In my last project I leaked the customer list";

function thrownBy(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error("nothing was thrown");
}

describe("the log", () => {
	it.each([
		["a failed check", () => z.literal("other").parse(CANDIDATE)],
		["a text that is not JSON", () => JSON.parse(CANDIDATE)],
		[
			"a failed database call",
			() => {
				const message = `Invalid \`create()\` invocation: { data: { text: "${CANDIDATE}" } }\n\nUnique constraint failed`;
				throw Object.assign(new Error(message), { name: "PrismaClientKnownRequestError", code: "P2002" });
			},
		],
		[
			"an error with such a cause",
			() => {
				throw new Error("a page failed", { cause: thrownBy(() => JSON.parse(CANDIDATE)) });
			},
		],
		[
			"something that is not an error",
			() => {
				throw CANDIDATE;
			},
		],
	])("does not hold what a candidate typed after %s", (_what, work) => {
		expect(JSON.stringify(describeError(thrownBy(work)))).not.toContain("customer list");
	});

	it("names the kind of an error, its code and where it was thrown", () => {
		const error = Object.assign(new Error("the disk is full"), { code: "ENOSPC" });
		const logged = describeError(error);
		expect(logged).toMatchObject({ type: "Error", code: "ENOSPC", message: "the disk is full" });
		expect(logged.at[0]).toContain("logger.test.ts");
	});
});
