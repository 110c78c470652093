// Server is an HTTP service for datasets:
//
//	GET /dataset.jsonl?label=cat          streams a dataset that teaches to tell cats
//	POST /check?model=gemini-3.5-flash    checks the JSONL in its body, and answers the report as JSON
//
// From the root of the repository:
//
//	go run ./examples/server &
//	curl -s 'http://localhost:8080/dataset.jsonl?label=cat' | curl -s --data-binary @- http://localhost:8080/check
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	addr := flag.String("addr", "localhost:8080", "listen on `HOST:PORT`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening on http://%s", listener.Addr())
	if err := serve(ctx, listener, newHandler(archive())); err != nil {
		log.Fatal(err)
	}
}

// serve serves until ctx is done. Then it takes no more requests, and lets those
// that it has come to their end: a dataset that is cut off is of no use.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       time.Minute, // of a body for /check
		WriteTimeout:      time.Minute, // the stream of a dataset extends it as it goes
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	err := server.Shutdown(grace)
	if serveErr := <-served; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	return err
}
