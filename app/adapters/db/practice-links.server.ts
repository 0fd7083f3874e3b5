/** Practice links and the rounds taken through them. */
import { Level } from "~/core/content/schemas";
import type { PracticeLinkModel } from "~/generated/prisma/models";
import { database } from "./client.server";
import { notFound } from "./interviews.server";

/** Times are Unix milliseconds. */
export interface StoredPracticeLink {
	/** The secret part of the address: whoever has it can take a round. */
	id: string;
	userId: string;
	rubricId: string;
	version: number;
	hash: string;
	/** One of these is asked; empty for any shipped question of the round. */
	questions: string[];
	level: Level;
	createdAt: number;
	closedAt: number | null;
}

export interface TakenRound {
	interviewId: string;
	linkId: string;
	takerName: string;
	title: string;
	round: string;
	status: "running" | "ended";
	createdAt: number;
}

export async function createPracticeLink(input: Omit<StoredPracticeLink, "createdAt" | "closedAt">): Promise<void> {
	const { questions, ...row } = input;
	await database().practiceLink.create({ data: { ...row, question: questions.join(",") || null } });
}

/** A link; null when there is none. Whether it is closed is for the caller to look at. */
export async function findPracticeLink(input: {
	id: string;
}): Promise<(StoredPracticeLink & { owner: string }) | null> {
	const row = await database().practiceLink.findUnique({ where: { id: input.id }, include: { user: true } });
	if (!row) return null;
	const { user, ...link } = row;
	return { ...toLink(link), owner: user.isAnonymous ? "" : user.email };
}

/** A person's links for one rubric, newest first. */
export async function listPracticeLinks(input: { userId: string; rubricId: string }): Promise<StoredPracticeLink[]> {
	const rows = await database().practiceLink.findMany({
		where: input,
		orderBy: [{ createdAt: "desc" }, { id: "asc" }],
	});
	return rows.map(toLink);
}

/** No more rounds through this link; those that were taken stay. */
export async function closePracticeLink(input: { id: string; userId: string }): Promise<void> {
	const { count } = await database().practiceLink.updateMany({
		where: { ...input, closedAt: null },
		data: { closedAt: new Date() },
	});
	if (count === 0) throw notFound();
}

/** Rounds taken through any of a person's links, newest first. */
export async function listTakenRounds(input: { userId: string; rubricId?: string }): Promise<TakenRound[]> {
	const { userId, rubricId } = input;
	const rows = await database().interview.findMany({
		where: { link: { userId, ...(rubricId ? { rubricId } : {}) } },
		select: { id: true, linkId: true, takerName: true, title: true, round: true, status: true, createdAt: true },
		orderBy: [{ createdAt: "desc" }, { id: "asc" }],
	});
	return rows.map((row) => ({
		interviewId: row.id,
		linkId: row.linkId ?? "",
		takerName: row.takerName,
		title: row.title,
		round: row.round,
		status: row.status === "ended" ? "ended" : "running",
		createdAt: row.createdAt.getTime(),
	}));
}

/** The link an interview was taken through: whose it is, and the name the candidate gave. Null for a round of one's own. */
export async function linkOf(input: {
	interviewId: string;
}): Promise<{ userId: string; owner: string; takerName: string } | null> {
	const row = await database().interview.findUnique({
		where: { id: input.interviewId },
		select: {
			takerName: true,
			link: { select: { userId: true, user: { select: { email: true, isAnonymous: true } } } },
		},
	});
	if (!row?.link) return null;
	const { userId, user } = row.link;
	return { userId, owner: user.isAnonymous ? "" : user.email, takerName: row.takerName };
}

function toLink(row: PracticeLinkModel): StoredPracticeLink {
	return {
		id: row.id,
		userId: row.userId,
		rubricId: row.rubricId,
		version: row.version,
		hash: row.hash,
		questions: row.question?.split(",") ?? [],
		level: Level.parse(row.level),
		createdAt: row.createdAt.getTime(),
		closedAt: row.closedAt?.getTime() ?? null,
	};
}
