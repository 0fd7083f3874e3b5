import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { Cpu } from "lucide-react";
import { z } from "zod";
import { PRESET_MODELS } from "~/core/connection";
import { AppError } from "~/core/errors";
import { ConnectInput, connect, disconnect, type Entered, keepEntered, lookUpModels } from "~/services/connect.server";
import { mayUseAddress, viewConnections } from "~/services/connections.server";
import { moveConnection } from "~/services/edit-connection.server";
import { currentPerson, personOrNewGuest, requirePerson } from "~/services/guest.server";
import { orReturn, orThrow, readForm } from "~/services/http.server";
import { RefusalNote } from "~/ui/refusal";
import { ConnectForm } from "./connect-form";
import { ConnectionRow } from "./connection-row";

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
	ConnectInput.extend({ intent: z.enum(["connect", "models"]) }),
	z.object({ intent: z.enum(["disconnect", "up", "down"]), id: z.string().max(100) }),
]);

export function action({ request }: ActionFunctionArgs) {
	return orReturn(async () => {
		const posted = await readForm(request, Posted);
		if ("id" in posted) {
			const one = { person: await requirePerson(request), id: posted.id };
			if (posted.intent === "disconnect") await disconnect(one);
			else await moveConnection({ ...one, by: posted.intent === "up" ? -1 : 1 });
			return redirect("/models");
		}
		const { person, headers } = await personOrNewGuest(request);
		const { intent, ...input } = posted;
		try {
			if (intent === "models") {
				const models = await lookUpModels({ person, input });
				return data({ models, entered: keepEntered({ person, input }) }, { headers });
			}
			await connect({ person, input });
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			const entered = keepEntered({ person, input });
			return data({ error: error.message, entered }, { status: error.status, headers });
		}
		return redirect("/models", { headers });
	});
}

export default function Models() {
	const { connections, mayUseAddress: addressAllowed, isOperator, presets } = useLoaderData<typeof loader>();
	const answered = useActionData<{ error?: string; models?: string[]; entered?: Entered }>();
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
				<RefusalNote error={answered?.error} />
			</div>
			<section className="mt-6" aria-labelledby="connected">
				<h2 id="connected" className="text-lg">
					Connected
				</h2>
				{connections.length > 1 && (
					<p className="meta mt-1">
						Tried from the top. A round stays with the one that answered, until that one fails.
					</p>
				)}
				<ul className="card mt-3">
					{connections.map((connection) => (
						<ConnectionRow key={connection.id} connection={connection} busy={busy} />
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
				<ConnectForm
					addressAllowed={addressAllowed}
					isOperator={isOperator}
					presets={presets}
					busy={busy}
					entered={answered?.entered}
					models={answered?.models}
				/>
			</section>
		</main>
	);
}
