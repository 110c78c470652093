package vertex

import "github.com/seed-57910ec4/videotune"

// A Rule is the id of something that [Preflight] finds. Ids are stable once
// released: match them, not the message texts. A Rule implements error, so that
// errors.Is(err, vertex.RuleObjectMissing) finds it in what [Submit] and [Tune] return.
type Rule string

// Error returns the id.
func (r Rule) Error() string { return string(r) }

// The rules about the settings of a job.
const (
	RuleModelUnknown    Rule = "model-unknown"
	RuleModelRetired    Rule = "model-retired"
	RuleTunedModelForm  Rule = "tuned-model-form"
	RuleCheckpointAlone Rule = "checkpoint-alone"
	RuleRegionMissing   Rule = "region-missing"
	RuleRegionGlobal    Rule = "region-global"
	RuleRegionMulti     Rule = "region-multi"
	RuleRegionForm      Rule = "region-form"
	RuleRegionUnusual   Rule = "region-unusual"
	RuleRegionUnlisted  Rule = "region-unlisted"
	RuleRegionDiffers   Rule = "region-differs"
	RuleEpochs          Rule = "epochs"
	RuleMultiplier      Rule = "multiplier"
	RuleAdapterForm     Rule = "adapter-form"
	RuleAdapterSize     Rule = "adapter-size"
	RuleText            Rule = "text"
	RuleDisplayName     Rule = "display-name"
	RuleLabelKey        Rule = "label-key"
	RuleLabelValue      Rule = "label-value"
	RuleLabelReserved   Rule = "label-reserved"
	RuleKeyForm         Rule = "key-form"
	RuleKeyRegion       Rule = "key-region"
	RuleKeyUnsupported  Rule = "key-unsupported"
)

// The rules about the files of a job.
const (
	RuleFileURI       Rule = "file-uri"
	RuleFileSame      Rule = "file-same"
	RuleFileNoCopy    Rule = "file-no-copy"
	RuleFileFails     Rule = "file-fails"
	RuleFileDrops     Rule = "file-drops"
	RuleFileDiffers   Rule = "file-differs"
	RuleFileUncertain Rule = "file-uncertain"
)

// The rules about the objects that a job reads.
const (
	RuleObjectMissing     Rule = "object-missing"
	RuleObjectForbidden   Rule = "object-forbidden"
	RuleObjectUnreachable Rule = "object-unreachable"
	RuleObjectsUnchecked  Rule = "objects-unchecked"
)

// A RuleInfo describes a rule.
type RuleInfo struct {
	Rule Rule
	// Severity is [videotune.SeverityError] for what keeps a job from being submitted
	// unless it is accepted, and [videotune.SeverityWarning] for what is told only.
	Severity videotune.Severity
	Sentence string // what it demands or finds
	Source   string // the page it is from; "inferred" and "policy" are ours
	// Final tells that accepting it does not help: what is wrong cannot be sent, or
	// would be sent as something else or to somebody else.
	Final bool
}

// Rules returns all rules: those of the settings, of the files, of the objects.
func Rules() []RuleInfo { return append([]RuleInfo(nil), ruleTable...) }

// LookupRule returns the rule that is called id.
func LookupRule(id Rule) (RuleInfo, bool) {
	for _, info := range ruleTable {
		if info.Rule == id {
			return info, true
		}
	}
	return RuleInfo{}, false
}

const (
	blocks = videotune.SeverityError
	tells  = videotune.SeverityWarning

	final      = true
	acceptable = false
)

// ruleTable is the one place where a rule is made.
var ruleTable = []RuleInfo{
	{RuleModelUnknown, blocks, "The model must be one that can be tuned on video.", "supervised-tuning", acceptable},
	{RuleModelRetired, tells, "The day on which the model retires is over; the service may have put it off.", "model-versions", acceptable},
	{RuleTunedModelForm, blocks, "A model to continue is named projects/P/locations/L/models/M, with or without a version.", "REST tuningJobs", final},
	{RuleCheckpointAlone, blocks, "A checkpoint belongs to a tuned model that is continued.", "continuous-tuning", final},
	{RuleRegionMissing, blocks, "A job runs in a region that must be named.", "REST tuningJobs", final},
	{RuleRegionGlobal, blocks, "Gemini is not tuned in the location global.", "Google's tuning skill", final},
	{RuleRegionMulti, blocks, "us and eu serve tuned models, but tune none.", "supervised-tuning", acceptable},
	{RuleRegionForm, blocks, "A region is named by lowercase letters, digits and hyphens; a host is made of the name.", "inferred", final},
	{RuleRegionUnusual, blocks, "A region is called like us-central1.", "inferred", acceptable},
	{RuleRegionUnlisted, tells, "The page lists other regions for tuning this model.", "supervised-tuning", acceptable},
	{RuleRegionDiffers, blocks, "The tuned model to continue lies in the region of the job.", "inferred", acceptable},
	{RuleEpochs, blocks, "The number of epochs is a 32-bit number above 0; no other range is documented.", "REST tuningJobs", final},
	{RuleMultiplier, blocks, "The learning rate multiplier is above 0; no other range is documented.", "REST tuningJobs", final},
	{RuleAdapterForm, blocks, "The adapter sizes of the API are 1, 2, 4, 8, 16 and 32.", "REST tuningJobs", final},
	{RuleAdapterSize, blocks, "The adapter size must be one of those that the model has.", "supervised-tuning", acceptable},
	{RuleDisplayName, blocks, "A display name has up to 128 characters of UTF-8.", "REST tuningJobs", acceptable},
	{RuleLabelKey, blocks, "The key of a label has 1 to 64 lowercase letters, digits, _ and -.", "REST tuningJobs", acceptable},
	{RuleLabelValue, blocks, "The value of a label has up to 64 lowercase letters, digits, _ and -.", "REST tuningJobs", acceptable},
	{RuleLabelReserved, blocks, "Labels that begin with videotune- are those by which jobs are found again.", "policy", final},
	{RuleText, blocks, "All that is said of a job is valid UTF-8: what is not would be sent as something else.", "RFC 8259", final},
	{RuleKeyForm, blocks, "A key is named projects/P/locations/L/keyRings/R/cryptoKeys/K.", "REST EncryptionSpec", acceptable},
	{RuleKeyRegion, blocks, "The key lies in the region of the job.", "REST EncryptionSpec", acceptable},
	{RuleKeyUnsupported, blocks, "The page says that this model is tuned without keys of one's own.", "supervised-tuning", acceptable},

	{RuleFileURI, blocks, "A file of the dataset is an object gs://bucket/name.jsonl.", "prepare-data", acceptable},
	{RuleFileSame, blocks, "Training and validation are two files.", "prepare-data", acceptable},
	{RuleFileNoCopy, blocks, "The copy of each file that was uploaded is checked again; without it nothing is known of the file.", "policy", acceptable},
	{RuleFileFails, blocks, "The service would refuse the dataset.", "video tuning", acceptable},
	{RuleFileDrops, tells, "The service would leave examples out, no more than a tenth of a file.", "video tuning", acceptable},
	{RuleFileDiffers, blocks, "The object must hold the bytes of the copy that was checked.", "policy", acceptable},
	{RuleFileUncertain, tells, "The object has no checksum, so that it may differ from the copy.", "policy", acceptable},

	{RuleObjectMissing, blocks, "Every object that the dataset names must exist.", "REST tuningJobs", acceptable},
	{RuleObjectForbidden, blocks, "Every object must be readable.", "use tuning", acceptable},
	{RuleObjectUnreachable, blocks, "Whether an object is there could not be found out.", "policy", acceptable},
	{RuleObjectsUnchecked, blocks, "The objects are looked for; without a look neither they nor the bytes of the files are known.", "policy", acceptable},
}
