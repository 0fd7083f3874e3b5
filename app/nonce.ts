import { createContext, useContext } from "react";

/** The nonce of this response's content security policy: given while the server renders, empty in the browser. */
export const NonceContext = createContext("");

/** For the inline scripts of `root.tsx`: `<Scripts nonce={useNonce()} />`. */
export function useNonce(): string {
	return useContext(NonceContext);
}
