import { describe, expect, it } from "vitest";
import { keptTests } from "~/core/interview/code/run-facts";

const test = (suite: "hidden" | "mine", name: string, status: "pass" | "fail", message = "") => ({
	suite,
	name,
	title: name,
	status,
	message,
});

describe("what is kept of a run", () => {
	it("is every test of the task, and those own tests first that failed", () => {
		const own = Array.from({ length: 200 }, (_, index) => test("mine", `own_${index}`, index >= 190 ? "fail" : "pass"));
		const kept = keptTests([test("hidden", "test_core_a", "pass"), ...own]);
		expect(kept.filter(({ suite }) => suite === "hidden").length).toBe(1);
		expect(kept.filter(({ suite }) => suite === "mine").length).toBe(60);
		expect(kept.filter(({ status }) => status === "fail").length).toBe(10);
	});

	it("is as much of what tests said as somebody reads", () => {
		const kept = keptTests(
			Array.from({ length: 40 }, (_, index) => test("mine", `own_${index}`, "fail", "x".repeat(1_200))),
		);
		expect(kept.length).toBe(40);
		expect(kept.filter(({ message }) => message).length).toBe(10);
	});
});
