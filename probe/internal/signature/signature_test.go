package signature

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func head(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data[:min(len(data), HeadBytes)]
}

func TestSamples(t *testing.T) {
	want := map[string]string{
		"avi_mpeg4_mp3_5s.avi": "avi video/avi true", "flv_h264_5s.flv": "flv video/x-flv true", "mpegps_5s.mpg": "mpegps video/mpeg true",
		"ogv_4s.ogv": "ogg video/ogg true", "bad_empty.mp4": "empty  false", "truth.jsonl": "json application/json false", "README.md": "text text/plain false",
	}
	files, err := os.ReadDir(testmedia.Dir())
	if err != nil || len(files) < len(want) {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		check(t, f.Name(), head(t, testmedia.Path(f.Name())), want[f.Name()])
	}
}

// check wants a Kind as text, or "" for none.
func check(t *testing.T, name string, b []byte, want string) {
	t.Helper()
	k, ok := Of(b)
	got := ""
	if ok {
		got = strings.Join([]string{k.Container, k.MIMEType, map[bool]string{true: "true", false: "false"}[k.Video]}, " ")
	}
	if got != want {
		t.Errorf("%s: %q, want %q", name, got, want)
	}
}

func ftyp(main string, others ...string) string {
	b := main + "\x00\x00\x00\x00" + strings.Join(others, "")
	return "\x00\x00\x00" + string(rune(8+len(b))) + "ftyp" + b
}

func page(flags byte, body string) string {
	return "OggS\x00" + string(rune(flags)) + strings.Repeat("\x01", 20) + "\x01" + string(rune(len(body))) + body
}

func TestOf(t *testing.T) {
	adts := "\xFF\xF1\x50\x80\x01\x20\xFC.." // 9 bytes
	mp3 := "\xFF\xFB\x90\x00" + strings.Repeat("x", 413)
	mp2 := "\xFF\xFD\x84\x00" + strings.Repeat("x", 380)
	mpeg2 := "\xFF\xF3\x40\x00" + strings.Repeat("x", 100) // layer III, 22050 Hz, 32 kbit/s
	layer1 := "\xFF\xFF\x10\x00" + strings.Repeat("x", 28)
	ac3 := "\x0B\x77\x00\x00\x08\x40" + strings.Repeat("x", 250)
	for _, tt := range []struct{ name, in, want string }{
		{"MP4", ftyp("isom", "iso2", "avc1", "mp41"), ""},
		{"MP4 beside a picture", ftyp("isom", "mif1", "heic"), ""},
		{"HEIC", ftyp("heic", "mif1", "heic"), "heic image/heic false"},
		{"HEIC by the other brands", ftyp("mif1", "mif1", "heic"), "heic image/heic false"},
		{"AVIF", ftyp("avif", "avif", "mif1", "miaf"), "avif image/avif false"},
		{"AVIF by the other brands", ftyp("mif1", "avif", "heic"), "avif image/avif false"},
		{"HEIF", ftyp("mif1", "miaf"), "heif image/heif false"},
		{"Matroska", "\x1A\x45\xDF\xA3\x93\x42\x82\x88matroska", ""},
		{"ASF", "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C", "asf video/wmv true"},
		{"MPEG-2 video", "\x00\x00\x01\xB3\x14\x00\xB4", "mpegvideo video/mpeg true"},
		{"H.264", "\x00\x00\x00\x01\x67\x64\x00\x1E", "h264 video/h264 true"},
		{"H.264 with a delimiter", "\x00\x00\x01\x09\xF0\x00\x00", "h264 video/h264 true"},
		{"H.265", "\x00\x00\x00\x01\x40\x01\x0C\x01", "hevc video/h265 true"},
		{"MPEG-4 video", "\x00\x00\x01\xB0\x01\x00", "m4v video/mp4v-es true"},
		{"zeros", strings.Repeat("\x00", 100), ""},
		{"AVI", "RIFF\x00\x00\x00\x00AVI LIST", "avi video/avi true"},
		{"WAV", "RIFF\x00\x00\x00\x00WAVEfmt ", "wav audio/wav false"},
		{"WebP", "RIFF\x00\x00\x00\x00WEBPVP8 ", "webp image/webp false"},
		{"another RIFF", "RIFF\x00\x00\x00\x00CDXA", ""},
		{"AIFF", "FORM\x00\x00\x00\x00AIFF", "aiff audio/aiff false"},
		{"FLV", "FLV\x01\x05", "flv video/x-flv true"},
		{"Opus", page(2, "OpusHead...") + page(0, "OpusTags"), "ogg audio/ogg false"},
		{"Theora behind Vorbis", page(2, "\x01vorbis") + page(2, "\x80theora") + page(0, "x"), "ogg video/ogg true"},
		{"Ogg of something", page(2, "fishead") + page(0, "\x01vorbis"), "ogg video/ogg true"},
		{"Ogg cut", "OggS\x00\x02", "ogg video/ogg true"},
		{"JPEG", "\xFF\xD8\xFF\xE0", "jpeg image/jpeg false"},
		{"PNG", "\x89PNG\r\n\x1A\n", "png image/png false"},
		{"GIF", "GIF89a", "gif image/gif false"},
		{"MP3 with a tag", "ID3\x04\x00", "mp3 audio/mpeg false"},
		{"MP3", mp3 + mp3, "mp3 audio/mpeg false"},
		{"MP3, one frame", mp3, "mp3 audio/mpeg false"},
		{"MP2", mp2 + mp2, "mp3 audio/mpeg false"},
		{"MP3 of MPEG-2", mpeg2 + mpeg2, "mp3 audio/mpeg false"},
		{"layer I", layer1 + layer1, "mp3 audio/mpeg false"},
		{"MP3, sync by chance", mp3 + "more", ""},
		{"AAC", adts + adts, "aac audio/x-aac false"},
		{"AAC, sync by chance", adts + "\xFF", ""},
		{"AC-3", ac3 + ac3, "ac3 audio/ac3 false"},
		{"FLAC", "fLaC\x00\x00\x00\x22", "flac audio/flac false"},
		{"PDF", "%PDF-1.7\n", "pdf application/pdf false"},
		{"ZIP", "PK\x03\x04\x14\x00", "zip application/zip false"},
		{"gzip", "\x1F\x8B\x08\x00", "gzip application/gzip false"},
		{"HTML", "\n<!DOCTYPE html>\n<html lang=\"en\"><title>Sign in</title>", "html text/html false"},
		{"HTML in Latin-1", "<html><title>Gr\xFC\xDFe</title>", "html text/html false"},
		{"XML", "<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code></Error>", "xml application/xml false"},
		{"JSON", `{"error": {"code": 404}}`, "json application/json false"},
		{"JSON, printed", "\xEF\xBB\xBF{\n  \"error\": {\n", "json application/json false"},
		{"JSON array", `[{"a": 1}]`, "json application/json false"},
		{"captions", "[Music] hello\nthere\n", "text text/plain false"},
		{"playlist", "#EXTM3U\n#EXT-X-VERSION:3\n", "playlist application/vnd.apple.mpegurl false"},
		{"text", "Not found", "text text/plain false"},
		{"text, cut in a character", "Gr\xC3\xBC\xC3", "text text/plain false"},
		{"text in UTF-16", "\xFF\xFEh\x00e\x00l\x00l\x00o\x00", "text text/plain false"},
		{"Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "text text/plain false"},
		{"blank", " \n", "text text/plain false"},
		{"bytes", "\x80\x81\x82\x83\xFE\xFA", ""},
		{"control characters", "abc\x01\x02", ""},
		{"transport stream", "G@\x00\x10\x00" + strings.Repeat("\xFF", 183), ""},
	} {
		check(t, tt.name, []byte(tt.in), tt.want)
	}
	check(t, "empty", nil, "empty  false")
}

// TestBrands wants the whole list of brands to be looked at, and no more.
func TestBrands(t *testing.T) {
	b := []byte(ftyp("mif1", "miaf"))
	check(t, "a brand behind the box", append(bytes.Clone(b), "avif"...), "heif image/heif false")
	b[3] = 200
	check(t, "a box that is cut", append(b, "avif"...), "avif image/avif false")
	b[0] = 0xFF
	check(t, "a box of 4 GiB", b, "heif image/heif false")
}

func FuzzOf(f *testing.F) {
	files, err := filepath.Glob(testmedia.Path("*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b := head(f, name)
		f.Add(b[:min(len(b), 300)])
	}
	f.Add([]byte(page(2, "\x01vorbis") + page(2, "\x80theora")))
	f.Add([]byte(ftyp("mif1", "avif")))
	f.Fuzz(func(t *testing.T, b []byte) {
		k, ok := Of(b)
		if ok != (k != Kind{}) || ok && k.Container == "" || ok && k.MIMEType == "" && len(b) > 0 {
			t.Errorf("%+v, %v", k, ok)
		}
		if k.Video && !strings.HasPrefix(k.MIMEType, "video/") && !strings.HasPrefix(k.MIMEType, "application/") {
			t.Errorf("video of type %s", k.MIMEType)
		}
	})
}
