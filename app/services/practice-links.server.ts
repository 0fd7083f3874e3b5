/** Practice links: somebody else takes a round under a rubric of one's own, without an account. */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import {
	closePracticeLink,
	createPracticeLink,
	findPracticeLink,
	listPracticeLinks,
	listTakenRounds,
	type StoredPracticeLink,
	type TakenRound,
} from "~/adapters/db/practice-links.server";
import type { Content } from "~/core/content/content";
import { Level, type Rubric, Slug } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { startingQuestions } from "~/core/interview/make-plan";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { contentFor } from "./questions.server";
import { bodyOf, editable, lastOf, roundTitle, visible } from "./rubric-access.server";
import { startLinkedInterview } from "./setup.server";

const MAX_LINKS = 50;
const MAX_SET = 30;

/** The questions are fields of their own, `q-<slug>`: a plain form can send several. */
export const NewLinkInput = z.looseObject({ level: Level });

/** The slugs a form for a new link has ticked. */
export function tickedQuestions(form: Record<string, unknown>): string[] {
	return Object.keys(form).flatMap((key) =>
		key.startsWith("q-") && Slug.safeParse(key.slice(2)).success ? [key.slice(2)] : [],
	);
}

export interface LinksView {
	id: string;
	title: string;
	/** Null when nothing is published yet: then there is nothing to link to. */
	version: number | null;
	questions: { slug: string; title: string; levels: Level[] }[];
	links: (StoredPracticeLink & { questionTitle: string; rounds: TakenRound[] })[];
}

/** What a person who opens a link is told before anything starts. */
export interface LinkInvitation {
	id: string;
	roundTitle: string;
	minutes: number;
	level: Level;
	questionTitle: string;
	rubric: { title: string; version: number; criteria: { title: string; weight: number }[] };
	/** The address of whoever made it; empty for a guest of this server. */
	owner: string;
}

export async function viewLinks(input: { id: string; person: Person }): Promise<LinksView> {
	const { person } = input;
	const rubric = await visible(input);
	const links = await listPracticeLinks({ userId: person.id, rubricId: rubric.id });
	const rounds = await listTakenRounds({ userId: person.id, rubricId: rubric.id });
	const content = await contentFor(person);
	return {
		id: rubric.id,
		title: rubric.title,
		version: rubric.publications.at(-1)?.version ?? null,
		questions: startingQuestions({ content, round: rubric.round }).map(({ id, title, levels }) => ({
			slug: id,
			title,
			levels,
		})),
		links: links.map((link) => ({
			...link,
			questionTitle: titleOf({ link, content }),
			rounds: rounds.filter((round) => round.linkId === link.id),
		})),
	};
}

/** Makes a link that carries the last published version, a level, and a set of questions; an empty set means any. */
export async function makeLink(input: {
	id: string;
	person: Person;
	level: Level;
	questions: readonly string[];
}): Promise<void> {
	const { person, level, questions } = input;
	const rubric = await editable(input);
	if (rubric.publications.length === 0 || rubric.archivedAt !== null)
		throw new AppError("conflict", "Publish a version first: a link carries one that never changes.");
	const offered = startingQuestions({ content: await contentFor(person), round: rubric.round, level });
	const missing = questions.find((slug) => !offered.some((entry) => entry.id === slug));
	if (offered.length === 0 || missing || questions.length > MAX_SET)
		throw new AppError(
			"bad-input",
			"One of these questions is not asked at this level. Choose other questions or another level.",
		);
	const existing = await listPracticeLinks({ userId: person.id, rubricId: rubric.id });
	if (existing.length >= MAX_LINKS)
		throw new AppError("too-many", `A rubric has at most ${MAX_LINKS} links. Nothing was made.`);
	const { version, hash } = lastOf(rubric);
	const id = randomBytes(18).toString("base64url");
	await createPracticeLink({
		id,
		userId: person.id,
		rubricId: rubric.id,
		version,
		hash,
		questions: [...questions],
		level,
	});
}

export async function closeLink(input: { person: Person; link: string }): Promise<void> {
	await closePracticeLink({ id: input.link, userId: input.person.id });
}

/** What a link invites to. Refuses with a sentence when it is closed or never was. */
export async function viewInvitation(input: { link: string }): Promise<LinkInvitation> {
	const { link, rubric } = await openLink(input);
	const content = await contentFor({ id: link.userId });
	const guide = content.guides.get(rubric.round);
	const minutes = guide?.phases.reduce((sum, phase) => sum + phase.minutes[link.level], 0) ?? 0;
	return {
		id: link.id,
		roundTitle: roundTitle(rubric.round),
		minutes,
		level: link.level,
		questionTitle: titleOf({ link, content }),
		rubric: {
			title: rubric.title,
			version: rubric.version,
			criteria: rubric.criteria.map(({ title, weight }) => ({ title, weight })),
		},
		owner: link.owner,
	};
}

/** Starts the round of a link for whoever opened it. Refuses without their consent. */
export async function takeRound(input: {
	link: string;
	person: Person;
	name: string;
	consents: boolean;
}): Promise<{ id: string }> {
	const { person, name, consents } = input;
	requireConsent(consents);
	const { link, rubric } = await openLink(input);
	return startLinkedInterview({
		person,
		round: rubric.round,
		level: link.level,
		questions: link.questions,
		pin: { slug: rubric.id, version: rubric.version, hash: link.hash },
		link: { id: link.id, takerName: name.trim().slice(0, 100) },
		content: link.questions.length === 0 ? getContent() : await contentFor({ id: link.userId }),
	});
}

/** Nothing of a stranger is stored before they agreed, not even that they were here. */
export function requireConsent(consents: boolean): void {
	if (consents) return;
	throw new AppError(
		"bad-input",
		"Tick that you agree to who will see the record, or leave this page. Nothing was started.",
	);
}

async function openLink(input: { link: string }) {
	const link = await findPracticeLink({ id: input.link });
	if (!link || link.closedAt !== null)
		throw new AppError(
			"not-found",
			"This practice link is closed or was never made. Ask whoever sent it for another one.",
		);
	const rubric: Rubric = await bodyOf(link.hash);
	return { link, rubric };
}

function titleOf({ link, content }: { link: StoredPracticeLink; content: Content }): string {
	if (link.questions.length === 0) return "Any question";
	const titles = link.questions.map((slug) => content.questions.get(slug)?.title ?? slug);
	const exercises = link.questions.some((slug) => content.questions.get(slug)?.kind === "exercise");
	if (exercises)
		return titles.length > 3 ? `Three of: ${titles.join("; ")}` : `Three items, with: ${titles.join("; ")}`;
	return titles.length === 1 ? (titles[0] ?? "") : `One of: ${titles.join("; ")}`;
}
