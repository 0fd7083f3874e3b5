/**
 * Which route a call takes first. A route that keeps failing is left alone for a while, and an interview stays with the
 * route that answered it: another model starts with an empty cache and in another voice (llm design §6).
 */

/** After three failures in a row a route is left alone for half a minute. */
const BREAKER = { failures: 3, restMs: 30_000 };
const breakers = new Map<string, { failures: number; until: number }>();

/** The route that answered last, by interview and by what could have answered. Kept in memory: a restart forgets a cache. */
const MOST_STICKY = 5_000;
const sticky = new Map<string, string>();

interface Choice<R extends { id: string }> {
	routes: readonly R[];
	/** The same for all calls of one interview; without one nothing sticks. */
	cacheKey: string | undefined;
}

/** Routes to try, best first. All of them when every one is to be left alone. */
export function routesInOrder<R extends { id: string }>(input: Choice<R>): R[] {
	const usable = input.routes.filter((route) => !isOpen(route.id));
	const routes = usable.length > 0 ? usable : [...input.routes];
	const stuckTo = input.cacheKey === undefined ? undefined : sticky.get(nameOf(input));
	const first = routes.find((route) => route.id === stuckTo);
	return first ? [first, ...routes.filter((route) => route !== first)] : routes;
}

export function noteSuccess<R extends { id: string }>(input: Choice<R> & { route: R }): void {
	breakers.delete(input.route.id);
	if (input.cacheKey === undefined || input.routes.length < 2) return;
	const name = nameOf(input);
	// Set anew, so that the oldest entry is the one nobody has used for longest.
	sticky.delete(name);
	sticky.set(name, input.route.id);
	const [oldest] = sticky.keys();
	if (sticky.size > MOST_STICKY && oldest !== undefined) sticky.delete(oldest);
}

export function noteFailure(id: string): void {
	const failures = (breakers.get(id)?.failures ?? 0) + 1;
	breakers.set(id, { failures, until: Date.now() + BREAKER.restMs });
}

/** Tasks of one interview have lists of their own; with the same list they share a cache as well. */
function nameOf<R extends { id: string }>({ routes, cacheKey }: Choice<R>): string {
	return [cacheKey, ...routes.map((route) => route.id)].join("\n");
}

function isOpen(id: string): boolean {
	const breaker = breakers.get(id);
	return breaker !== undefined && breaker.failures >= BREAKER.failures && Date.now() < breaker.until;
}
