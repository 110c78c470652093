package main

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/fsouza/fake-gcs-server/fakestorage"

	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// play returns stand-ins for the services, in this process: a storage that has an
// object for every video that the files name, and a service whose job leaves three
// examples out and names two of them, as the real one names a part only.
func play(ctx context.Context, files ...string) (*services, error) {
	objects, err := standIns(files)
	if err != nil {
		return nil, err
	}
	store, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, InitialObjects: objects})
	if err != nil {
		return nil, err
	}
	service := newService()
	tuning, err := service.Client(ctx)
	if err != nil {
		return nil, err
	}
	return &services{
		storage: store.Client(), tuning: tuning, region: vertextest.Region, folder: "gs://" + bucket + "/videotune",
		watch: vertex.WatchOptions{Poll: time.Millisecond}, // this service is quick
		close: func() {
			service.Close()
			store.Stop()
		},
	}, nil
}

// bucket is where the stand-ins have files go.
const bucket = "my-bucket"

// standIns returns an object for every video that files name, and the bucket.
func standIns(files []string) ([]fakestorage.Object, error) {
	objects := []fakestorage.Object{object(bucket, "readme.txt")}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		uris, err := probe.URIs(f, nil)
		f.Close()
		if err != nil {
			return nil, err
		}
		for _, uri := range uris {
			if bucket, name, ok := strings.Cut(strings.TrimPrefix(uri, "gs://"), "/"); ok {
				objects = append(objects, object(bucket, name))
			}
		}
	}
	return objects, nil
}

// newService returns a service of which the first job leaves three examples out.
func newService() *vertextest.Server {
	service := vertextest.NewServer()
	service.Plan(vertextest.Plan{
		Examples: 111, Billable: 456_789, Total: 3,
		Dropped: []vertextest.Dropped{{Index: 17, Reason: "The video could not be decoded."}, {Index: 42, Reason: "The video is longer than it may be."}},
	})
	return service
}

// serve lets the stand-ins listen on loopback until ctx ends, and prints by which
// environment the command asks them.
func serve(ctx context.Context, out io.Writer, files ...string) error {
	objects, err := standIns(files)
	if err != nil {
		return err
	}
	store, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, PublicHost: "127.0.0.1", InitialObjects: objects})
	if err != nil {
		return err
	}
	defer store.Stop()
	front := httptest.NewServer(store.HTTPHandler())
	defer front.Close()
	service := newService()
	defer service.Close()
	fmt.Fprintf(out, "export STORAGE_EMULATOR_HOST=%s VIDEOTUNE_VERTEX_URL=%s GOOGLE_CLOUD_PROJECT=%s\n", front.URL, service.URL, vertextest.Project)
	fmt.Fprintf(out, "# and upload to gs://%s, and tune in --region %s\n", bucket, vertextest.Region)
	<-ctx.Done()
	return nil
}

func object(bucket, name string) fakestorage.Object {
	return fakestorage.Object{
		ObjectAttrs: fakestorage.ObjectAttrs{BucketName: bucket, Name: name},
		Content:     []byte("a stand-in"),
	}
}
