/** The words reports and lists use for a recommendation. Labels of the scale in `rubrics/_scale.yaml`. */
export const RECOMMENDATION_WORDS = {
	"strong-no": "Strong no",
	no: "No",
	yes: "Yes",
	"strong-yes": "Strong yes",
} as const;

/** Flags whose name would not tell a reader what it means. */
const FLAG_WORDS: Readonly<Record<string, string>> = {
	truncated: "not judged on the whole record",
	"quote-dropped": "a quote that could not be found was dropped",
	"one-quote-for-a-4": "a 4 needs two quotes",
};

/** The flags of a criterion or a round as one line. */
export function describeFlags(flags: readonly string[]): string {
	return flags.map((flag) => FLAG_WORDS[flag] ?? flag.replaceAll("-", " ")).join(", ");
}
