/** What is heard in an episode about the episode itself: what happened, whose part it was, what changed (story-markers). */
import type { StoryMarker } from "./story-markers";

const OWN_ACTION =
	/(?:\bI(?:'d|'ve| had| have)? (?:also |then |now |only |just |first |even |simply |never )?(?!think|guess|mean|say|believe|know|like|feel|love|hope|see|have|had|am|was|were|do|did|would|can|could|want|suppose|prefer|really|personally|always|usually|normally|will|should|might|heard|look at myself)[a-z]{3,}|^(?:Then |First,? |So )?(?:[A-Z][a-z]+ed|Told|Read|Wrote|Took|Went|Built|Cut|Put|Set|Sent|Said|Ran|Made|Found|Gave|Got|Held|Led|Met|Paid|Rang|Sat|Shut|Spoke|Split)\b)/;

export const MARKERS_OF_TELLING: readonly StoryMarker[] = [
	// Specific, complete story
	{
		id: "setting",
		family: "story",
		title: "where it happened",
		weight: 0.15,
		hears:
			/\b(?:at (?:a|an|my|the) \w+|for (?:a|an) \w+|(?:supplier|insurer|bank|hospital|clinic|shop|airline|council|agency|company|start-?up|university|law firm|publisher|utility|retailer|builder|telecom|police|school|manufacturer)s?)\b/i,
	},
	{
		id: "moment",
		family: "story",
		title: "when, or for how long",
		weight: 0.15,
		hears:
			/\b(?:January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|last (?:year|spring|summer|autumn|fall|winter|month)|(?:in|since) (?:19|20)\d\d|\w+ (?:years?|months?|weeks?|days?) (?:ago|later|after|before)|since \w+ months?|that (?:day|morning|evening|night|week|afternoon)|same (?:day|evening|morning)|within \w+ (?:minutes|hours|days))\b/i,
	},
	{ id: "actions", family: "story", title: "what you did, step by step", weight: 0.25, times: 4, hears: OWN_ACTION },
	{
		id: "figures",
		family: "story",
		title: "details with figures",
		weight: 0.25,
		times: 4,
		withFigure: true,
		hears: /[a-z]/i,
	},
	{
		id: "doubt",
		family: "story",
		title: "what you do not know",
		weight: 0.2,
		hears:
			/\b(?:(?:I )?(?:don't|do not|didn't|did not|still don't) know|not sure|no idea (?:if|whether|how)|can't (?:say|tell|prove)|cannot (?:say|tell|prove)|couldn't (?:say|tell|prove)|could not (?:say|tell|prove)|whether .{3,60} or|unsolved|not solved|might (?:also )?have been|may (?:also )?have been|guess(?:ed|ing)?)\b/i,
	},
	{
		id: "hypothetical",
		family: "story",
		title: "a general case instead of one that happened",
		weight: -0.35,
		times: 3,
		hears:
			/\b(?:(?:I|you|we|one) would (?!say|guess|not|never|have)|I'd (?:probably|always|usually|start|make sure)|in general|generally|typically|as a rule|in my experience|it depends|any project|we always|I always try)\b/i,
	},
	// Own part and responsibility
	{ id: "own-steps", family: "ownership", title: "your own steps", weight: 0.2, times: 3, hears: OWN_ACTION },
	{
		id: "own-fault",
		family: "ownership",
		title: "your own wrong decision",
		weight: 0.35,
		hears:
			/\b(?:my (?:own )?(?:mistake|fault|decision|call|shortcut|error|responsibility|bad|blame|assumption|idea, and)|(?:is|was|that's|it's) on me|take the blame|I(?:'d| had| have|'ve)? (?:just |simply |also |wrongly |only )?(?:assumed|approved|signed (?:it )?off|gave in|missed|skipped|overlooked|underestimated|forgot|ignored|called it|caved|agreed to|waved|trusted|said (?:go|yes|it was|is|ok))|I(?:'d| had) (?:picked|chosen|written|merged|shipped|decided|set|left)|I should(?: have|n't have|'ve)|I was wrong|I (?:never|didn't|did not|had not|hadn't) (?:ask\w*|check\w*|test\w*|look\w*|read|think|thought|push\w*|question\w*|measur\w*|notice\w*)|stupid|I tested, but|what I got wrong)\b/i,
	},
	{
		id: "beyond-role",
		family: "ownership",
		title: "acting where nobody had asked you to",
		weight: 0.2,
		hears:
			/\b(?:(?:didn't|did not|without|not) wait(?:ing)?|without (?:asking|permission|approval|being asked)|(?:is|was|wasn't|isn't|was not|is not) (?:not )?(?:my|mine|our) (?:right|job|role|team|area|system|to stop|decision|call)|nobody (?:had )?asked|I (?:refused|said no|insisted|pushed back|pushed for|escalated|volunteered|called|rang|phoned|went (?:to|over|round)|stopped|blocked|vetoed)|told (?:the |her|him|my |them|our )\w*|on my own)\b/i,
	},
	{
		id: "conditions",
		family: "ownership",
		title: "changing what let it happen",
		weight: 0.15,
		hears:
			/\b(?:rule|process|template|policy|gate|checklist|standard|pass mark|rota|agreement|review|sign-?off|release step|launch|contract|definition of done|runbook|owner for)\b/i,
	},
	{
		id: "credit",
		family: "ownership",
		title: "credit to others",
		weight: 0.1,
		hears:
			/\b(?:better than (?:mine|me)|(?:her|his|their) (?:idea|work|tool|fix|catch|design)|credit|thanks to|with help (?:of|from)|[A-Z][a-z]{2,} (?:wrote|built|found|helped|caught|suggested|noticed|spotted|did|made|had|came up|pointed|rewrote|taught))\b/,
	},
	{
		id: "blame",
		family: "ownership",
		title: "putting it on others or the model",
		weight: -0.4,
		unless: /\b(?:my (?:own )?(?:fault|mistake)|on me|I (?:should|did not|didn't|never))\b/i,
		hears:
			/(?:\b(?:model|vendor|provider|team|people|guys?|client|customer|business|product|data|management|manager|sales|marketing|support|legal|supplier|user)s?(?:'s|'|s)? (?:own )?fault\b|\bnobody (?:told|warned) (?:us|me)\b(?! to)|\bthey (?:should(?:n't)?|didn't|did not|never|had not|hadn't) (?:have )?(?:told|tell|check\w*|warn\w*|read|tested?|listen\w*|giv\w*|us\b)|\bshould have (?:checked|told|known|tested|warned)(?! myself)|\bnot (?:really )?(?:our|my) (?:fault|problem|mistake|responsibility)|\b(?:we|I) (?:just|only) (?:did|followed|built|implemented) (?:what|the)|\b(?:is|was|were|are) to blame\b|\blet us down|\bwasn't (?:really )?(?:me|us)\b|\bno decision from (?:us|me)|\bweren't (?:really )?our)/i,
	},
	// Learning and prevention
	{
		id: "safeguard",
		family: "learning",
		title: "a check that would catch it next time",
		weight: 0.3,
		unless:
			/\b(?:failed|broke\w*|silently|missed|slipped|passed anyway|had no|there (?:was|were) no|without (?:a|any)|skipped|too late|should have)\b/i,
		hears:
			/\b(?:(?:must|has to|have to) (?:pass|be (?:signed|checked|read|approved))|(?:can(?:no|'|’)?t|cannot) go (?:live|out)|tests?|gate[sd]?|alerts?|monitor\w*|rule|template|guards?|guardrail|sampling|nightly|every (?:night|release|week|month|launch)|regression|checklist|validat\w+|double[- ]check\w*|pass mark|cap\b|limit\b|second source|review step|sign-?off|CI\b|canary|budget alert|refuses?)\b/i,
	},
	{
		id: "worked",
		family: "learning",
		title: "a sign that it works",
		weight: 0.25,
		hears:
			/\b(?:(?:it |has |have |which |and |since )?(?:caught|blocked|stopped|rejected|refused|flagged|failed|held|fired|turned down) (?:it|one|two|three|four|all|a|an|our|the|\d+|another|on|in)|zero (?:wrong|of|since|false|cases|incidents|repeats?|bad)|none since|not happened|no (?:\w+ )?(?:incident|repeat|case|wrong)s? since|found with it|before (?:live|launch|release)|passed in|has (?:since )?(?:caught|blocked|stopped|fired)|twice since|since then)\b/i,
	},
	{
		id: "spread",
		family: "learning",
		title: "spreading it",
		weight: 0.25,
		hears:
			/\b(?:teams? (?:\w+ ){0,2}(?:use|uses|used|took|take|adopt\w*|cop(?:y|ied)|runs?|found)|(?:adopt|copi|present|publish)(?:ed|ied)? (?:it|by|the)|shar(?:ed|es?) (?:it|the|this|our)|(?:wrote|write) (?:it )?up|(?:I|we) showed (?:it|them|this|the|in|at|how)|(?:showed|presented) (?:it )?(?:in|at)|whole (?:company|department|organisation|organization)|company[- ]wide|team template|template of|onboarding|standard (?:for|in|now)|others (?:use|took|adopted)|became (?:the|our) (?:rule|standard|default|template)|guild|post-?mortem)\b/i,
	},
	{
		id: "unsolved",
		family: "learning",
		title: "what is still open",
		weight: 0.2,
		hears:
			/\b(?:(?:could|can|did|do)(?: not|n't|not) (?:solve|fix|catch|cover|handle|explain)|unsolved|not (?:yet )?solved|still (?:get|open|not|a|has|have|is|fail\w*|risk|don't|do not|can't|no\b)|open (?:point|question|issue|problem)|remains?|doesn't (?:catch|cover|help)|does not (?:catch|cover|help)|won't catch|would not catch|not covered|have not|haven't|no (?:second|answer|good way))\b/i,
	},
	{
		id: "only-me",
		family: "learning",
		title: "only a personal resolution",
		weight: -0.25,
		hears:
			/\b(?:just something (?:I|for me|for myself)|for myself|I (?:should|will|try to|need to) (?:be more|communicate|be careful|listen|pay)|(?:isn't|is not|there is no|there's no) (?:a )?(?:check|test)|more careful|perfectionis\w+|care too much|work(?:ed)? too hard|communication is (?:key|important)|always (?:communicate|listen))\b/i,
	},
];
