import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Bot, Cpu } from "lucide-react";
import { z } from "zod";
import { PRESET_MODELS } from "~/core/connection";
import {
	ConnectInput,
	type ConnectionView,
	connect,
	disconnect,
	mayUseAddress,
	viewConnections,
} from "~/services/connections.server";
import { currentPerson, personOrNewGuest, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { RefusalNote } from "~/ui/refusal";
import { ConnectForm } from "./connect-form";

export const meta: MetaFunction = () => [{ title: "Models – Mockingbird" }];

export async function loader({ request }: LoaderFunctionArgs) {
	const person = await currentPerson(request);
	return {
		connections: await orThrow(viewConnections(person)),
		mayUseAddress: mayUseAddress(person),
		isOperator: person?.isOperator ?? false,
		presets: PRESET_MODELS,
	};
}

const Posted = z.discriminatedUnion("intent", [
	ConnectInput.extend({ intent: z.literal("connect") }),
	z.object({ intent: z.literal("disconnect"), id: z.string().max(100) }),
]);

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		if (posted.intent === "disconnect") {
			await disconnect({ person: await requirePerson(request), id: posted.id });
			return redirect("/models");
		}
		const { person, headers } = await personOrNewGuest(request);
		await connect({ person, input: posted });
		return redirect("/models", { headers });
	});
}

export default function Models() {
	const { connections, mayUseAddress: addressAllowed, isOperator, presets } = useLoaderData<typeof loader>();
	const refused = useActionData<{ error?: string }>();
	const busy = useNavigation().state !== "idle";
	return (
		<main id="main" className="mx-auto max-w-[860px] px-5 pt-8 pb-16 md:px-8">
			<h1 className="text-2xl">Models</h1>
			<p className="mt-2 max-w-[640px] text-ink-2">
				Without a model the practice engine interviews and estimates by rules, offline and free. With one, a model words
				the interview and judges each criterion; code still decides what is asked, what a hint costs and what counts as
				evidence.
			</p>
			<div className="mt-3">
				<RefusalNote error={refused?.error} />
			</div>
			<section className="mt-6" aria-labelledby="connected">
				<h2 id="connected" className="text-lg">
					Connected
				</h2>
				<ul className="card mt-3">
					{connections.map((connection) => (
						<Connection key={connection.id} connection={connection} busy={busy} />
					))}
					<li className="flex items-center gap-3 px-4 py-3">
						<Cpu size={18} strokeWidth={1.75} className="text-accent" aria-hidden />
						<span className="flex-1">
							<span className="block font-medium">Practice engine</span>
							<span className="meta">Always there. Rules, not a model; nothing leaves this machine.</span>
						</span>
					</li>
				</ul>
				<p className="mt-3">
					<Link className="link" to="/usage">
						What models have cost
					</Link>
				</p>
			</section>
			<section className="mt-10" aria-labelledby="connect">
				<h2 id="connect" className="text-lg">
					Connect a model
				</h2>
				<ConnectForm addressAllowed={addressAllowed} isOperator={isOperator} presets={presets} busy={busy} />
			</section>
		</main>
	);
}

function Connection({ connection, busy }: { connection: ConnectionView; busy: boolean }) {
	const { id, label, address, tasks, ofServer, removable } = connection;
	return (
		<li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
			<Bot size={18} strokeWidth={1.75} className="text-accent" aria-hidden />
			<span className="min-w-0 flex-1 basis-[260px]">
				<span className="block font-medium">
					{label} {ofServer && <span className="tag line ml-1">for everybody</span>}
				</span>
				<span className="meta block">
					interviews with {tasks.interviewer || "the practice engine"}, judges with {tasks.judge || "the rules"}
					{address && ` · ${address}`}
				</span>
			</span>
			{removable && (
				<Form method="post">
					<input type="hidden" name="id" value={id} />
					<button type="submit" name="intent" value="disconnect" className="btn sm danger" disabled={busy}>
						Remove
					</button>
				</Form>
			)}
		</li>
	);
}
