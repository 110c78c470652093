package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// TestBaseVariable: a variable of the SDK's sends no credentials where all can read them.
func TestBaseVariable(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer server.Close()
	t.Setenv(tokenVariable, "token")
	t.Setenv(apiVariable, "")
	for base, ok := range map[string]bool{
		"": true, "https://us-central1-aiplatform.googleapis.com": true, "HTTPS://proxy.example:8443/x": true,
		server.URL: false, "proxy.example": false, "https://": false, "://": false, "ftp://proxy.example": false,
	} {
		t.Setenv(baseVariable, base)
		c := &connection{project: vertextest.Project, region: vertextest.Region}
		_, err := c.open(t.Context())
		if usage := new(*cli.UsageError); (err == nil) != ok || !ok && !errors.As(err, usage) {
			t.Errorf("%q: %v", base, err)
		}
	}
	if asked > 0 {
		t.Error("somebody was asked")
	}
	// What gets no credentials may be asked in any way, and goes before that variable.
	t.Setenv(baseVariable, server.URL)
	c := &connection{project: vertextest.Project, region: vertextest.Region, apiURL: server.URL}
	client, err := c.open(t.Context())
	if err != nil || client.ClientConfig().HTTPOptions.BaseURL != server.URL || client.ClientConfig().Credentials != nil {
		t.Errorf("%v", err)
	}
}
