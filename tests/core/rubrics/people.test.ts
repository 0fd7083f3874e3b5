import { describe, expect, it } from "vitest";
import { peopleAgreement } from "~/core/rubrics/people";

const CRITERIA = [{ id: "cost", title: "Cost" }];
const grade = (interview: string, grader: string, cost: 1 | 2 | 3 | 4 | null, machine: 1 | 2 | 3 | 4 | null = 3) => ({
	interview,
	grader,
	blind: true,
	scores: { cost },
	machine: { cost: machine },
	machineBy: interview === "d" ? "Rules 2" : "Rules 1",
	at: Date.UTC(2026, interview === "d" ? 1 : 0, 15),
});

const GRADES = [
	grade("a", "Ann", 3),
	grade("a", "Bo", 2),
	grade("b", "Ann", 4),
	grade("b", "Bo", 3),
	grade("c", "Ann", 2),
	grade("c", "Bo", 1, null),
	grade("d", "Cy", 3),
];

describe("agreement of people", () => {
	const people = peopleAgreement({ criteria: CRITERIA, grades: GRADES });

	it("is by criterion: between people where two scored, with the machine where both did", () => {
		expect(people.shared).toBe(3);
		// Three units, each a point apart: observed 6, expected over 3, 2, 4, 3, 2, 1 is 66 / 5.
		expect(people.criteria[0]).toMatchObject({ units: 3, withMachine: { n: 6, exact: 0.5, withinOne: 1 } });
		expect(people.criteria[0]?.alpha).toBeCloseTo(1 - 6 / (66 / 5));
	});

	it("is not computed from fewer than three pairs", () => {
		const two = [grade("a", "Ann", 3), grade("a", "Bo", 2), grade("b", "Ann", 1), grade("b", "Bo", 3)];
		const { criteria, graders } = peopleAgreement({ criteria: CRITERIA, grades: two });
		expect(criteria[0]).toMatchObject({ units: 2, alpha: null });
		expect(graders[0]).toMatchObject({ severity: null, withMachine: { n: 2, kappa: null } });
	});

	it("is by person: with the others, and who is more severe", () => {
		const [ann, bo, cy] = people.graders;
		expect(ann).toMatchObject({ grader: "Ann", interviews: 3, blind: 3, severity: 1, withOthers: { n: 3, exact: 0 } });
		expect(bo).toMatchObject({ grader: "Bo", interviews: 3, severity: -1 });
		expect(cy).toMatchObject({ severity: null, withOthers: { n: 0 }, withMachine: { n: 1, exact: 1 } });
	});

	it("rests on blind grades alone, and says how many assisted ones it leaves out", () => {
		const assisted = ["a", "b", "c", "d"].map((interview) => ({ ...grade(interview, "Di", 3), blind: false }));
		const told = peopleAgreement({ criteria: CRITERIA, grades: [...GRADES, ...assisted] });
		expect(told).toMatchObject({ assisted: 4, shared: 3, criteria: people.criteria, drift: people.drift });
		expect(told.graders.slice(0, 3)).toEqual(people.graders);
		expect(told.graders[3]).toMatchObject({
			grader: "Di",
			interviews: 4,
			blind: 0,
			severity: null,
			withMachine: { n: 0 },
			withOthers: { n: 0 },
		});
		expect(told.differences[0]?.scores).toContainEqual({ grader: "Di", score: 3 });
	});

	it("names where people differ, and no score of an interview that the reader has not graded", () => {
		const { differences } = people;
		expect(differences.map(({ interview }) => interview)).toEqual(["a", "b", "c"]);
		expect(differences[0]?.scores).toEqual([
			{ grader: "Ann", score: 3 },
			{ grader: "Bo", score: 2 },
		]);
		const grades = [grade("a", "Ann", 1), grade("a", "Bo", 4)];
		expect(peopleAgreement({ criteria: CRITERIA, grades, shownTo: "Cy" }).differences).toEqual([]);
		expect(peopleAgreement({ criteria: CRITERIA, grades, shownTo: "Bo" }).differences).toHaveLength(1);
	});

	it("is by month and by grader, so that a drift is seen", () => {
		expect(people.drift.map(({ month, by, withMachine }) => [month, by, withMachine.n, withMachine.exact])).toEqual([
			["2026-01", "Rules 1", 5, 0.4],
			["2026-02", "Rules 2", 1, 1],
		]);
	});

	it("says nothing without a grade", () => {
		expect(peopleAgreement({ criteria: CRITERIA, grades: [] })).toMatchObject({ shared: 0, graders: [] });
	});
});
