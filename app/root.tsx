import "@fontsource-variable/instrument-sans/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./app.css";
import type { LinksFunction, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "@remix-run/react";
import type { ReactNode } from "react";
import { useNonce } from "./nonce";
import { ErrorPage } from "./ui/error-page";
import { Topbar } from "./ui/topbar";

export const meta: MetaFunction = () => [
	{ title: "Mockingbird" },
	{ name: "description", content: "Practise AI-engineer interviews and get a grade you can check line by line." },
];

export const links: LinksFunction = () => [{ rel: "icon", href: "/favicon.svg", type: "image/svg+xml" }];

/** Sets the chosen theme before the first paint; without a choice the system decides in CSS. */
const THEME_SCRIPT = `try{var t=localStorage.getItem("theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

export function Layout({ children }: { children: ReactNode }) {
	const nonce = useNonce();
	return (
		<html lang="en" suppressHydrationWarning>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<Meta />
				<Links />
				<script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
			</head>
			<body>
				{children}
				<ScrollRestoration nonce={nonce} />
				<Scripts nonce={nonce} />
			</body>
		</html>
	);
}

export default function App() {
	return <Outlet />;
}

export function ErrorBoundary() {
	return (
		<>
			<Topbar person={null} model={null} />
			<main id="main" className="mx-auto max-w-[720px] px-5 py-16">
				<ErrorPage />
			</main>
		</>
	);
}
