package main

import (
	"net/url"
	"os"

	"github.com/seed-57910ec4/videotune/internal/cli"
)

// baseVariable is where Google's SDK asks in place of Vertex AI, with credentials.
const baseVariable = "GOOGLE_VERTEX_BASE_URL"

// checkBase refuses to send credentials where anybody on the way may read them: the SDK
// would send them to whatever baseVariable says.
func checkBase() error {
	base := os.Getenv(baseVariable)
	if base == "" {
		return nil
	}
	if u, err := url.Parse(base); err != nil || u.Scheme != "https" || u.Hostname() == "" {
		return cli.Usagef("%s is %q, where credentials are sent to; it must begin with https://; for an emulator, which gets none, unset it and set --api-url or %s", baseVariable, base, apiVariable)
	}
	return nil
}
