package videotune

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestSplitMemory holds a SplitWriter to its bound: memory goes with the
// recordings, not with the lines.
func TestSplitMemory(t *testing.T) {
	dir := memoryDir(t)
	s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ex := videoExample("gs://b/a.mp4", strings.Repeat("x", 500))
	const lines, recordings = 20_000, 10
	var before int64
	for i := range lines {
		if i == recordings {
			before = heapBytes()
		}
		if err := s.Write(fmt.Sprint(i%recordings), ex); err != nil {
			t.Fatal(err)
		}
	}
	if grown := heapBytes() - before; grown > 8*lines {
		t.Errorf("%d bytes for %d lines", grown, lines)
	}
	if _, err := s.Commit(); err != nil {
		t.Fatal(err)
	}
}

// TestSplitMemoryOfNames holds it to its bound for each name and each URI, however
// long they are.
func TestSplitMemoryOfNames(t *testing.T) {
	dir := memoryDir(t)
	s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const lines = 20_000
	long := strings.Repeat("x", 400)
	before := heapBytes()
	for i := range lines {
		if err := s.Write("", videoExample(fmt.Sprintf("gs://b/%s%d.mp4", long, i), "x")); err != nil {
			t.Fatal(err)
		}
	}
	// Slices and maps that grow hold up to twice what is in them.
	if grown := heapBytes() - before; grown > 200*lines {
		t.Errorf("%d bytes for %d names", grown, lines)
	}
	runtime.KeepAlive(s)
}

// heapBytes returns how much of the heap is in use.
func heapBytes() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
