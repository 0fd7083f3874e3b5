import { Bot, Code2, FileSearch, MessagesSquare, PenTool, Sigma } from "lucide-react";
import type { Round } from "~/core/content/schemas";

const ICONS: Partial<Record<Round, typeof Bot>> = {
	coding: Code2,
	"system-design": PenTool,
	"rag-deep-dive": FileSearch,
	"agent-design": Bot,
	behavioral: MessagesSquare,
	"ml-warmup": Sigma,
};

export function RoundIcon({ round }: { round: Round }) {
	const Icon = ICONS[round] ?? MessagesSquare;
	return <Icon size={20} strokeWidth={1.75} aria-hidden />;
}
