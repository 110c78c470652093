package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"cloud.google.com/go/auth"
	"cloud.google.com/go/storage"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/spf13/pflag"
	"google.golang.org/api/option"
	"google.golang.org/genai"
)

// The environment variables that say where to and as whom requests are made.
const (
	tokenVariable   = "GOOGLE_OAUTH_ACCESS_TOKEN" // as other programs call it
	projectVariable = "GOOGLE_CLOUD_PROJECT"      // as Google's client libraries call it
	apiVariable     = "VIDEOTUNE_VERTEX_URL"
)

// loginHint says how to get credentials.
const loginHint = "log in with \"gcloud auth application-default login\", or set " + tokenVariable

// patience is how long the services are waited for. Zero is what their packages take
// for it.
var patience struct {
	vertex.Retry
	settle time.Duration // for a job of which nobody knows whether it was created
	outage time.Duration // of the service, while a job is watched
}

// A connection says where the tuning service is asked, and for whom.
type connection struct {
	project, region, apiURL string
}

func (c *connection) register(fl *pflag.FlagSet) {
	fl.StringVar(&c.project, "project", "", "tune in this Google Cloud `project` (default that of "+projectVariable+")")
	fl.StringVar(&c.region, "region", "", "tune in this `region`, such as us-central1")
	fl.StringVar(&c.apiURL, "api-url", "", "ask the tuning service at this `URL`, of an emulator, without credentials\n(default that of "+apiVariable+", or Vertex AI)")
}

// credentials returns those of the environment; nil for the default ones.
func credentials() (*auth.Credentials, error) {
	token := strings.TrimSpace(os.Getenv(tokenVariable))
	if token == "" {
		return nil, nil
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return nil, fmt.Errorf("%s holds a character that no access token has", tokenVariable)
	}
	return auth.NewCredentials(&auth.CredentialsOptions{TokenProvider: staticToken(token)}), nil
}

// A staticToken is an access token that somebody else renews.
type staticToken string

func (t staticToken) Token(context.Context) (*auth.Token, error) {
	return &auth.Token{Value: string(t), Type: "Bearer"}, nil
}

// openStorage returns a client of Cloud Storage, or of the emulator that
// STORAGE_EMULATOR_HOST names.
func openStorage(ctx context.Context) (*storage.Client, error) {
	opts := []option.ClientOption{storage.WithJSONReads()}
	creds, err := credentials()
	if err != nil {
		return nil, err
	}
	if creds != nil && os.Getenv("STORAGE_EMULATOR_HOST") == "" {
		opts = append(opts, option.WithAuthCredentials(creds))
	}
	client, err := storage.NewClient(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("signing in to Cloud Storage: %w; %s", err, loginHint)
	}
	return client, nil
}

// check completes what the flags leave open, and sees that it may be asked: the name of
// the host, which gets the credentials, is made of the region.
func (c *connection) check() error {
	if c.project == "" {
		c.project = os.Getenv(projectVariable)
	}
	switch {
	case c.project == "":
		return cli.Usagef("no project is named; set --project or %s", projectVariable)
	case c.region == "":
		return cli.Usagef("no region is named; set --region, for instance to us-central1")
	}
	if err := cmp.Or(vertex.CheckProject(c.project), vertex.CheckRegion(c.region)); err != nil {
		return cli.Usagef("%s", err)
	}
	return nil
}

// open returns a client of the tuning service.
func (c *connection) open(ctx context.Context) (*genai.Client, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	config := &genai.ClientConfig{Backend: genai.BackendVertexAI, Project: c.project, Location: c.region}
	base := c.apiURL
	if base == "" {
		base = os.Getenv(apiVariable)
	}
	var err error
	if base == "" {
		if err := checkBase(); err != nil {
			return nil, err
		}
		config.Credentials, err = credentials()
	} else {
		config.HTTPOptions.BaseURL, config.HTTPClient, err = base, new(http.Client), checkURL(base)
	}
	if err != nil {
		return nil, err
	}
	client, err := genai.NewClient(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("signing in to Vertex AI: %w; %s", err, loginHint)
	}
	return client, nil
}

func checkURL(base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return cli.Usagef("--api-url is %q; want a URL such as http://localhost:8080", base)
	}
	return nil
}
