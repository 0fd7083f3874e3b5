/**
 * Expected failures, each with a code from a closed list and a sentence fit for the person who sees it.
 * Routes turn the code into an HTTP status; anything else that is thrown is a defect and is logged once.
 */
export const ERROR_STATUS = {
	"bad-input": 400,
	"not-signed-in": 401,
	forbidden: 403,
	"not-found": 404,
	conflict: 409,
	"changed-elsewhere": 409,
	"reply-running": 409,
	"round-over": 409,
	"round-paused": 409,
	"not-available": 409,
	"too-large": 413,
	"unprocessable-file": 422,
	"too-many": 429,
	"engine-failed": 502,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export class AppError extends Error {
	readonly code: ErrorCode;

	/** `message` is shown to the user: it says what happened, what is safe and what to do. */
	constructor(code: ErrorCode, message: string) {
		super(message);
		this.name = "AppError";
		this.code = code;
	}

	get status(): number {
		return ERROR_STATUS[this.code];
	}
}
