// Package vertex takes a dataset of videotune the last stretch: from the two files
// to a tuned model, with Google's own Go SDK, and what the job dropped back to the
// lines of the file.
//
// # A job
//
// A [Spec] says what is to be tuned, on which files. [Preflight] looks at all of it
// and submits nothing: the files are checked again, the objects they name are
// looked for, the settings are held against what is documented. [Tune] submits the
// job, unless the [Report] has findings that nobody accepted, and watches it:
//
//	spec := &vertex.Spec{
//		Model:  "gemini-2.5-flash",
//		Region: "us-central1",
//		Train:  "gs://my-bucket/train.jsonl",
//	}
//	report, err := vertex.Preflight(ctx, spec, &vertex.PreflightOptions{
//		Train:   "train.jsonl", // the copy that was uploaded
//		Objects: objects,       // who can look at gs:// objects
//	})
//	if err != nil {
//		return err
//	}
//	job, err := vertex.Tune(ctx, client, spec, report, nil)
//
// No call submits a job twice. The job carries a label that stands for the Spec and for
// the bytes of the objects that it names; [Submit] looks for it before it creates a
// job, and again after an answer that was lost. Where the job is not to be seen even then,
// the error is an [*UncertainError], and the caller has to wait: the service's list may
// lag behind, and nothing but the list tells a later call of this one. [Find] finds the
// job when it shows up.
//
// A job is known by its name: [Watch] goes on with it in another process, [Cancel] ends
// it. The SDK asks a host that is named after the region, with the caller's
// credentials; so [ParseJobName] and [CheckRegion] come before a client is made of what
// somebody else wrote.
//
// # Afterwards
//
// [NewReview] lays what the job says beside what videotune predicted: dropped examples
// as lines of the file with their reasons, the totals, the tokens, the checkpoints.
//
// # Asking the tuned model
//
// [Request] makes of an example the request that it was trained on, without its
// answer. [Contents] and [Example] convert between the types of videotune and those
// of the SDK; what one side cannot say is an error that names the place, never left
// out. So it is with offsets that are no whole seconds, which the SDK would round: a
// [Conversion] with Exact puts them into the request as they are,
//
//	contents, config, err := (&vertex.Conversion{Exact: true}).Request(model, example)
//
// # Concurrency and errors
//
// Functions may be called concurrently. The client is the caller's; it must be one
// of the Vertex AI backend. Errors are data: [*ConversionError], [*RefusedError],
// [*UncertainError], [*UnidentifiedError], [*JobError], [*IndexError], [*CountError] and
// [*DifferentFileError], [ErrNoJob], and those of the SDK wrapped. No call waits for ever;
// see [Retry], and [WatchOptions] for a service that is down for a while. The SDK calls
// its tuning experimental, and logs so once.
package vertex
