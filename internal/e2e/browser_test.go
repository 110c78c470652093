package e2e

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A browser is a page in a headless Chromium, and all that it complained of and asked for.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	complaints []string // errors and warnings of the console, exceptions
	requests   []string
}

// chromium returns the program, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no Chromium; on Debian it is the package chromium")
	return ""
}

// browse opens a file in a Chromium of its own.
func browse(t *testing.T, file string) *browser {
	t.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.DisableGPU, chromedp.WindowSize(1100, 900),
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("mute-audio", true))
	if os.Geteuid() == 0 {
		flags = append(flags, chromedp.NoSandbox)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, flags...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.open(file)
	return b
}

// hear takes note of what the page does.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.complaints = append(b.complaints, string(e.Type))
		}
	case *log.EventEntryAdded:
		b.complaints = append(b.complaints, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			b.requests = append(b.requests, e.Request.URL)
		}
	}
}

// open goes to a file, after which nothing was complained of or asked for.
func (b *browser) open(file string) {
	b.t.Helper()
	abs, err := filepath.Abs(file)
	if err != nil {
		b.t.Fatal(err)
	}
	path := filepath.ToSlash(abs)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	page := (&url.URL{Scheme: "file", Path: path}).String()
	b.do(chromedp.Navigate(page))
	b.settle()
	if got := b.asked(); len(got) != 1 || got[0] != page {
		b.t.Errorf("asked for %q, want the page only", got)
	}
	b.mu.Lock()
	b.requests = nil
	b.mu.Unlock()
}

// settle waits for what is on its way.
func (b *browser) settle() {
	b.t.Helper()
	eval[bool](b, `new Promise(done => setTimeout(() => done(true), 200))`)
}

// do runs actions.
func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// get runs an action, and returns what it does.
func get[T any](b *browser, a chromedp.Action[T]) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, a)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// asked returns the URLs that were asked for.
func (b *browser) asked() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.requests)
}

// quiet fails the test if anything was asked for or complained of.
func (b *browser) quiet() {
	b.t.Helper()
	b.settle()
	b.calm()
	if got := b.asked(); len(got) > 0 {
		b.t.Errorf("asked for %q", got)
	}
}

// calm fails the test if anything was complained of.
func (b *browser) calm() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.t.Errorf("complaint: %s", c)
	}
}

// eval returns what an expression is, in JSON's types.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	return get(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// run evaluates statements.
func (b *browser) run(statements string) {
	b.t.Helper()
	eval[bool](b, "{"+statements+"}; true")
}

// shoot takes a picture of the page, light or dark. It is kept where
// VIDEOTUNE_SCREENSHOTS names a folder.
func (b *browser) shoot(name, scheme string) []byte {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
	png := get(b, chromedp.FullScreenshot(100))
	if dir := os.Getenv("VIDEOTUNE_SCREENSHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+"-"+scheme+".png"), png, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
	return png
}
