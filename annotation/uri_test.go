package annotation

import "testing"

func TestExpandURI(t *testing.T) {
	tests := []struct{ template, id, source, want string }{
		{"", "a", "b", ""},
		{"gs://b/v.mp4", "a", "", "gs://b/v.mp4"},
		{"gs://b/{id}.mp4", "a b", "", "gs://b/a b.mp4"},
		{"gs://b/{path}", "a", "dir/v.avi", "gs://b/dir/v.avi"},
		{"gs://b/{path}", "a", "", "gs://b/a"},
		{"gs://b/{file}", "a", "/data/upload/1/v.x.avi", "gs://b/v.x.avi"},
		{"gs://b/{file}", "a", `C:\videos\v.avi`, "gs://b/v.avi"},
		{"gs://b/{file}", "x/y.mp4", "", "gs://b/y.mp4"},
		{"gs://b/{name}.mp4", "a", "d/v.x.avi", "gs://b/v.x.mp4"},
		{"gs://b/{name}/{id}{id}", "a", "v", "gs://b/v/aa"},
		{"gs://b/{id}", "{name}", "", "gs://b/{name}"},
		{"gs://b/{file}", "a", "https://h/x/v.mp4?sig=abc/def", "gs://b/v.mp4"},
		{"gs://b/{name}.avi", "a", "HTTP://h/x/v.mp4#t=1/2", "gs://b/v.avi"},
		{"gs://b/{file}", "https://h/v.mp4?a=/b", "", "gs://b/v.mp4"},
		{"gs://b/{file}", "a", "gs://c/v?1#2.mp4", "gs://b/v?1#2.mp4"},
		{"https://h/{file}", "a", "d/take 1?#%.mp4", "https://h/take%201%3F%23%25.mp4"},
		{"https://h/{path}", "a", "d/take 1.mp4", "https://h/d/take%201.mp4"},
		{"https://h/{id}/{file}", "a b", "https://g/take%201.mp4?x", "https://h/a%20b/take%201.mp4"},
	}
	for _, tt := range tests {
		if got, err := ExpandURI(tt.template, tt.id, tt.source); got != tt.want || err != nil {
			t.Errorf("%q of %q, %q: %q, %v; want %q", tt.template, tt.id, tt.source, got, err, tt.want)
		}
	}
	for _, s := range []string{"{", "}", "{}", "{ID}", "{id", "a}b", "{id}}", "{{id}}", "{id }", "x{id}{"} {
		if got, err := ExpandURI(s, "a", ""); err == nil {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func TestFetchable(t *testing.T) {
	for uri, want := range map[string]bool{
		"gs://b/v.mp4": true, "https://h/v": true, "HTTP://h": true,
		"": false, "gs://": false, "gs:/b/v": false, "s3://b/v": false, "file:///v": false, "v.mp4": false, "/data/v.mp4": false, "https:": false,
	} {
		if got := Fetchable(uri); got != want {
			t.Errorf("%q: %v", uri, got)
		}
	}
}
