import { Link, NavLink } from "@remix-run/react";
import { Bot, CircleUserRound, Cpu } from "lucide-react";
import { ThemeToggle } from "./theme-toggle";

interface TopbarPerson {
	name: string;
	isGuest: boolean;
}

const PAGES = [
	{ to: "/", label: "Practice" },
	{ to: "/sessions", label: "Sessions" },
	{ to: "/rubrics", label: "Rubrics" },
];

/** `model` is the connected one that would interview; null for the practice engine. */
export function Topbar({ person, model }: { person: TopbarPerson | null; model: string | null }) {
	return (
		<header className="topbar">
			<a className="skip btn" href="#main">
				Skip to content
			</a>
			<Link className="brand max-md:mr-1" to="/">
				<Bird />
				<span className="max-[420px]:sr-only">Mockingbird</span>
			</Link>
			<nav className="flex gap-0.5" aria-label="Main">
				{PAGES.map(({ to, label }) => (
					<NavLink key={to} className="navlink" to={to} end={to === "/"}>
						{label}
					</NavLink>
				))}
			</nav>
			<div className="ml-auto flex items-center gap-1">
				<Link className="meta mr-2 flex items-center gap-1.5 hover:underline max-md:hidden" to="/models">
					{model ? <Bot size={16} strokeWidth={1.75} aria-hidden /> : <Cpu size={16} strokeWidth={1.75} aria-hidden />}
					{model ?? "Practice engine, offline"}
				</Link>
				<ThemeToggle />
				<Link className="btn sm" to={person && !person.isGuest ? "/account" : person ? "/account" : "/sign-in"}>
					<CircleUserRound size={14} strokeWidth={1.75} aria-hidden />
					<span className="max-w-[200px] truncate max-[480px]:sr-only">
						{person ? (person.isGuest ? "Guest" : person.name) : "Sign in"}
					</span>
				</Link>
			</div>
		</header>
	);
}

function Bird() {
	return (
		<svg viewBox="0 0 24 24" fill="none" aria-hidden="true">
			<path d="M2.5 20.5c3.2-.4 5.2-1.9 6.6-3.9" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />
			<path
				d="M6.4 17.6c-.9-6.6 2.7-12.9 8.7-12.9 2.5 0 4 1.5 4.3 3.3l2.6 1-2.6 1.3c.2 5.2-4.2 8.9-9.3 8.3-1.3-.1-2.6-.4-3.7-1z"
				fill="currentColor"
			/>
			<path d="M9.3 15.2c3.3.3 6-1.3 6.9-4.3" stroke="var(--surface)" strokeWidth="1.5" strokeLinecap="round" />
			<circle cx="15.9" cy="7.9" r="1" fill="var(--surface)" />
		</svg>
	);
}
