/** The words reports and lists use for a recommendation. Labels of the scale in `rubrics/_scale.yaml`. */
export const RECOMMENDATION_WORDS = {
	"strong-no": "Strong no",
	no: "No",
	yes: "Yes",
	"strong-yes": "Strong yes",
} as const;
