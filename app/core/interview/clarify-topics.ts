/** What a clarifying question is about, in whatever words it is asked. Names are internal and never shown. */

const TOPICS: Readonly<Record<string, RegExp>> = {
	latency:
		/\b(?:how (?:fast|quick(?:ly)?|soon)|fast|quick(?:ly)?|latency|response time|respond|milliseconds?|real[- ]?time|wait(?:ing)?(?: time)?|sla|p9[059])\b|\bhow (?:long|many seconds)\b.{0,40}\b(?:wait|take|reply|repl(?:y|ies)|respon[ds]\w*|seconds?)\b/i,
	deadline:
		/\b(?:deadline|by when|due date|timeline|time window|project time|how (?:long|much time) do (?:we|i) have|board meeting)\b|\bwhen\b.{0,40}\b(?:ready|done|finished|launch|go live|needed)\b/i,
	budget:
		/\b(?:budgets?|spend(?:ing)?|afford|money|funding|financ\w+)\b|\bhow much\b.{0,30}\b(?:spend|pay|cost|invest)\b|\bcost (?:limit|ceiling|target|constraint)s?\b/i,
	volume:
		/\b(?:volume|traffic|throughput|qps|rps|requests? (?:per|a) \w+)\b|\bhow many\b.{0,60}\b(?:per|a|each|every) (?:second|minute|hour|day|night|week|month)\b|\d[\d,]*[^.,]{0,40}\b(?:a|per|each|every) (?:day|night|hour|week|month)\b/i,
	peak: /\b(?:peaks?|spik\w+|bursts?|bus(?:y|iest)|rush|seasonal\w*|month[- ]end|end of (?:the|a) month|storms?)\b/i,
	languages: /\b(?:languages?|multilingual|translat\w+|speak|english|german|french|spanish)\b/i,
	audience:
		/\d[\d,]* (?:\w+ ){1,4}will (?:ask|use)\b|\b(?:users?|audience|shoppers|members)\b|\bwho (?:will |would |is going to )?(?:use|uses|ask|asks|reads?)\b/i,
	harm: /\b(?:harm\w*|damage|worst|stakes|consequences?|how bad|how dangerous|risks?)\b|\b(?:wrong|incorrect|bad) (?:answer|reply|figure|value|decision|statement)s?\b|\b(?:cost|price) of (?:a |an )?(?:error|mistake|wrong)\b|\bmistakes?\b/i,
	staff:
		/\b(?:human agents?|support (?:agents?|staff|people)|staff|opening hours|handlers?|clerks?|call cent(?:re|er)|reviewers?|hand(?:ed|ing)? ?(?:off|over) to)\b/i,
	"human-cost":
		/\b(?:cost|price|expensive|pay|salary|dollars?)\b.{0,50}\b(?:person|people|human|manual|by hand|handlers?|agents?|clerks?|reviewers?|review)\b|\b(?:human|person|manual|handlers?|clerks?|reviewers?)\b.{0,40}\b(?:costs?|price|minutes|salary)\b/i,
	access: /\b(?:apis?|interfaces?|integrat\w+|endpoints?|webhooks?)\b/i,
	stack: /\b(?:stack|infrastructure|hosting|hosted|cloud|on[- ]prem\w*|technolog(?:y|ies)|databases?|servers?)\b/i,
	team: /\b(?:team|engineers?|developers?|headcount|skills|machine[- ]learning (?:team|people)|ml (?:team|people))\b/i,
	quality:
		/\b(?:accura(?:cy|te)|quality|error rate|how (?:good|accurate|correct|reliable)|success (?:criteria|metric)s?|slos?|targets?)\b/i,
	history:
		/\b(?:histor(?:y|ical)|past|old tickets|chat logs|labell?ed|training data|ground truth|golden set|test (?:set|questions)|existing (?:data|examples)|evaluation)\b/i,
	privacy:
		/\b(?:privacy|private|gdpr|personal (?:data|information)|pii|retention|complian\w+|confidential\w*|sensitive|data protection|residency|region|where (?:the )?(?:data|text) may go)\b/i,
	law: /\b(?:law|legal\w*|regulat\w+|audit\w*|liab\w+)\b/i,
	length:
		/\bhow (?:long|big|large)\b.{0,30}\b(?:articles?|documents?|docs|pages?|contracts?|invoices?|manuals?|tickets?|claims?|prompts?|sessions?)\b|\btokens?\b|\b(?:length|size) of (?:an? |the )?(?:articles?|documents?|docs|contracts?|invoices?|pages?|session|ticket|case)\b/i,
	format: /\b(?:formats?|file types?|pdfs?|scans?|scanned|ocr|html|word files?)\b/i,
	changes:
		/\bhow (?:often|frequently)\b.{0,50}\b(?:change|changed|update[sd]?|edit(?:ed)?|add(?:ed)?|new|revis\w+)\b|\b(?:updates?|freshness|revisions?|deletions?)\b/i,
	permissions:
		/\b(?:permissions?|access (?:control|rights)|acls?|rights|who (?:may|can|is allowed to) (?:see|read|view))\b/i,
	authority:
		/\b(?:authority|may (?:it|the agent) (?:decide|do|refund|pay|book|act)|by itself|alone|autonom\w+|approv\w+)\b/i,
	undo: /\b(?:undo|undone|revers\w+|roll(?:ed)? back|take back|recall|appeal)\b/i,
	duplicates: /\b(?:duplicates?|resent|twice|near-duplicates?|copies)\b/i,
	login: /\b(?:log(?:ged)? ?in|login|authenticat\w+|identity|accounts?)\b/i,
	stored: /\b(?:cach(?:e|ed|es|ing)|stored answers)\b/i,
};

/** The topics of a text: of a question, of the words before a bullet's colon, or of a sentence of the Brief. */
export function topicsOf(text: string): Set<string> {
	return new Set(Object.keys(TOPICS).filter((topic) => TOPICS[topic]?.test(text)));
}
