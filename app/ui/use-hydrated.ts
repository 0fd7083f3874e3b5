import { useEffect, useState } from "react";

/** False on the server and until the script runs: what only a script can lift must not be locked before. */
export function useHydrated(): boolean {
	const [hydrated, setHydrated] = useState(false);
	useEffect(() => setHydrated(true), []);
	return hydrated;
}
