/** How far people agree: with each other and with the machine, by criterion and by person. Source: grading design §D.2. */
import type { Score } from "../content/schemas";
import { krippendorffAlpha } from "../grading/agreement";
import { type Agreement, agreementOf, MIN_PAIRS } from "./compare";

/** One person's grade of one interview beside the machine's; null where either saw nothing to score. */
export interface GradedByPerson {
	interview: string;
	grader: string;
	/** Given without having had scores of the machine in view. An assisted grade is not independent of the machine's. */
	blind: boolean;
	scores: Readonly<Record<string, Score | null>>;
	machine: Readonly<Record<string, Score | null>>;
	/** Who the machine's grade is by, with its version; and when the person submitted theirs, in Unix ms. */
	machineBy: string;
	at: number;
}

export interface PeopleAgreement {
	/** Interviews that at least two people graded blind. */
	shared: number;
	/** Grades left out of every figure because they were given with the machine's in view. */
	assisted: number;
	criteria: {
		id: string;
		title: string;
		/** Krippendorff's alpha between people (interval metric); null with fewer than three interviews in common. */
		alpha: number | null;
		/** Interviews two or more people scored. */
		units: number;
		withMachine: Agreement;
	}[];
	/** Interviews and criteria on which people differ, the widest first: what to talk about. */
	differences: { interview: string; criterion: string; scores: { grader: string; score: Score }[] }[];
	/** The same agreement by month and by who graded on the machine's side, oldest first: does it drift? */
	drift: { month: string; by: string; withMachine: Agreement }[];
	graders: {
		grader: string;
		/** Graded in all, and how many of them blind: those the figures rest on. */
		interviews: number;
		blind: number;
		withMachine: Agreement;
		/** With the mean of the other people on the same interviews, rounded half up. */
		withOthers: Agreement;
		/** Mean of this person's scores minus the others', in points; null with fewer than three in common. */
		severity: number | null;
	}[];
}

/**
 * Agreement of everybody's blind grades; `grades` holds one entry for each person and interview. Whoever has seen the
 * machine's scores leans towards them, so an assisted grade shows neither how far a person agrees with the machine nor
 * with others: alpha wants graders who work independently (Krippendorff). It counts among the differences alone. Single scores of others are told
 * only about interviews that `shownTo` has graded too, so that whoever has not stays blind.
 */
export function peopleAgreement(input: {
	criteria: readonly { id: string; title: string }[];
	grades: readonly GradedByPerson[];
	shownTo?: string;
}): PeopleAgreement {
	const { criteria } = input;
	const grades = input.grades.filter((grade) => grade.blind);
	const byInterview = groupByInterview(grades);
	return {
		shared: [...byInterview.values()].filter((entries) => entries.length > 1).length,
		assisted: input.grades.length - grades.length,
		criteria: criteria.map(({ id, title }) => {
			const units = [...byInterview.values()].map((entries) => entries.flatMap((entry) => entry.scores[id] ?? []));
			const shared = units.filter((scores) => scores.length > 1).length;
			return {
				id,
				title,
				alpha: shared < MIN_PAIRS ? null : krippendorffAlpha(units),
				units: shared,
				withMachine: agreementOf(grades.flatMap((grade) => pair(grade.scores[id], grade.machine[id]))),
			};
		}),
		differences: differencesOf(input),
		drift: driftOf({ criteria, grades }),
		graders: [...new Set(input.grades.map((grade) => grade.grader))].sort().map((grader) => {
			const own = grades.filter((grade) => grade.grader === grader);
			const besides = own.flatMap((grade) =>
				criteria.flatMap(({ id }) => {
					const others = (byInterview.get(grade.interview) ?? []).filter((entry) => entry.grader !== grader);
					const theirs = others.flatMap((entry) => entry.scores[id] ?? []);
					const mine = grade.scores[id];
					if (mine == null || theirs.length === 0) return [];
					return [{ mine, theirs: theirs.reduce<number>((sum, score) => sum + score, 0) / theirs.length }];
				}),
			);
			return {
				grader,
				interviews: input.grades.filter((grade) => grade.grader === grader).length,
				blind: own.length,
				withMachine: agreementOf(
					own.flatMap((grade) => criteria.flatMap(({ id }) => pair(grade.scores[id], grade.machine[id]))),
				),
				withOthers: agreementOf(
					besides.map(({ mine, theirs }) => ({ human: mine, machine: Math.round(theirs) as Score })),
				),
				severity:
					besides.length < MIN_PAIRS
						? null
						: besides.reduce((sum, { mine, theirs }) => sum + mine - theirs, 0) / besides.length,
			};
		}),
	};
}

function differencesOf(input: {
	criteria: readonly { id: string; title: string }[];
	grades: readonly GradedByPerson[];
	shownTo?: string;
}): PeopleAgreement["differences"] {
	const { criteria, grades, shownTo } = input;
	const spread = (scores: readonly { score: Score }[]) =>
		Math.max(...scores.map(({ score }) => score)) - Math.min(...scores.map(({ score }) => score));
	return [...groupByInterview(grades).entries()]
		.filter(([, entries]) => shownTo === undefined || entries.some((entry) => entry.grader === shownTo))
		.flatMap(([interview, entries]) =>
			criteria.flatMap(({ id, title }) => {
				const scores = entries.flatMap(({ grader, scores: given }) => {
					const score = given[id];
					return score == null ? [] : [{ grader, score }];
				});
				return scores.length > 1 && spread(scores) > 0 ? [{ interview, criterion: title, scores }] : [];
			}),
		)
		.sort((a, b) => spread(b.scores) - spread(a.scores));
}

function driftOf(input: {
	criteria: readonly { id: string }[];
	grades: readonly GradedByPerson[];
}): PeopleAgreement["drift"] {
	const { criteria, grades } = input;
	const groups = new Map<string, { month: string; by: string; grades: GradedByPerson[] }>();
	for (const grade of grades) {
		if (grade.machineBy === "") continue;
		const month = new Date(grade.at).toISOString().slice(0, 7);
		const key = `${month} ${grade.machineBy}`;
		const group = groups.get(key) ?? { month, by: grade.machineBy, grades: [] };
		group.grades.push(grade);
		groups.set(key, group);
	}
	return [...groups.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, { month, by, grades: members }]) => ({
			month,
			by,
			withMachine: agreementOf(
				members.flatMap((grade) => criteria.flatMap(({ id }) => pair(grade.scores[id], grade.machine[id]))),
			),
		}));
}

function pair(human: Score | null | undefined, machine: Score | null | undefined) {
	return human != null && machine != null ? [{ human, machine }] : [];
}

function groupByInterview(grades: readonly GradedByPerson[]): Map<string, GradedByPerson[]> {
	const groups = new Map<string, GradedByPerson[]>();
	for (const grade of grades) groups.set(grade.interview, [...(groups.get(grade.interview) ?? []), grade]);
	return groups;
}
