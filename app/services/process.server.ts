import { randomUUID } from "node:crypto";

const holder = globalThis as typeof globalThis & { mockingbirdProcessId?: string };
holder.mockingbirdProcessId ??= randomUUID();

/** Names this process in leases, so that work of a process that died can be told from work of this one. */
export const processId: string = holder.mockingbirdProcessId;
