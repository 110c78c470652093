package gen

import "github.com/seed-57910ec4/videotune"

// uris are the vectors about where a file is.
func uris(t *table) {
	bad := func(name string, rule videotune.Rule, about, value string) *Vector {
		return t.fail(name, rule, about, two(uri(`§"`+value+`"`)), at(rule, pURI))
	}
	good := func(name string, rule videotune.Rule, about, value string) {
		t.pass(name, rule, about, two(uri(`"`+value+`"`)))
	}
	t.fail("uri-missing", "uri-missing", "A file without a URI: at fileData.", two(edit(base, `{"fileUri":"gs://b/v.mp4",`, `§{`)), at("uri-missing", pFile)).
		near("uri-missing-mended", "A file with its URI.", `{"mimeType":"video/mp4"}`, `{"mimeType":"video/mp4","fileUri":"gs://b/v.mp4"}`)
	t.fail("uri-missing-null", "uri-missing", "null is as good as absent.", two(edit(base, `{"fileUri":"gs://b/v.mp4",`, `§{"fileUri":null,`)), at("uri-missing", pFile))

	bad("uri-scheme", "uri-scheme", "An object of another cloud.", "s3://b/v.mp4").near("uri-scheme-mended", "An object of Cloud Storage.", `"s3:`, `"gs:`)
	bad("uri-scheme-ftp", "uri-scheme", "A file on an FTP server.", "ftp://example.com/v.mp4")
	good("uri-scheme-https", "uri-scheme", "A public URL.", "https://example.com/videos/v.mp4")
	good("uri-scheme-http", "uri-scheme", "A public URL without TLS.", "http://example.com/videos/v.mp4")

	bad("uri-form", "uri-form", "A bucket without an object.", "gs://b").near("uri-form-mended", "An object in the bucket.", `"gs://b"`, `"gs://b/v.mp4"`)
	bad("uri-form-bucket", "uri-form", "An object without a bucket.", "gs:///v.mp4")
	bad("uri-form-host", "uri-form", "A URL without a host.", "https:///v.mp4")
	good("uri-form-unicode", "uri-form", "The name of an object may hold any letter, spaces within too.", "gs://b/clips/犬 und Hündin #1.mp4")

	bad("uri-folder", "uri-folder", "A folder.", "gs://b/videos/").near("uri-folder-mended", "An object in it.", `videos/"`, `videos/v.mp4"`)
	bad("uri-wildcard", "uri-wildcard", "A wildcard.", "gs://b/videos/*.mp4").near("uri-wildcard-mended", "One object.", `*.mp4`, `v.mp4`)
	bad("uri-local", "uri-local", "A path.", "/home/me/v.mp4").near("uri-local-mended", "The object it was uploaded to.", `"/home/me/`, `"gs://me/`)
	bad("uri-local-file", "uri-local", "A file: URL.", "file:///home/me/v.mp4")
	bad("uri-local-windows", "uri-local", "A path of Windows.", `C:\\videos\\v.mp4`)
	bad("uri-local-relative", "uri-local", "A relative path.", "./videos/v.mp4")
	bad("uri-local-mounted", "uri-local", "A bucket that is mounted as a folder.", "/gcs/b/v.mp4")

	bad("uri-files-api", "uri-files-api", "A file of the Gemini API.", "https://generativelanguage.googleapis.com/v1beta/files/abc123").
		near("uri-files-api-mended", "An object.", "https://generativelanguage.googleapis.com/v1beta/files/abc123", "gs://b/files/abc123")
	bad("uri-files-api-name", "uri-files-api", "The name of a file of the Gemini API.", "files/abc123")

	bad("uri-storage-browser", "uri-storage-browser", "A page of the console.", "https://console.cloud.google.com/storage/browser/_details/b/v.mp4").
		near("uri-storage-browser-mended", "The public URL of an object.", "https://console.cloud.google.com/storage/browser/_details/b/", "https://storage.googleapis.com/b/")
	bad("uri-storage-browser-login", "uri-storage-browser", "The URL for people who are signed in.", "https://storage.cloud.google.com/b/v.mp4")

	bad("uri-video-page", "uri-video-page", "The page of a video.", "https://www.youtube.com/watch?v=dQw4w9WgXcQ").
		near("uri-video-page-mended", "A file.", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://example.com/dQw4w9WgXcQ.mp4")
	bad("uri-video-page-short", "uri-video-page", "The short address of the page of a video.", "https://youtu.be/dQw4w9WgXcQ")

	bad("uri-signed", "uri-signed", "A signed URL of Cloud Storage.", "https://storage.googleapis.com/b/v.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=3600&X-Goog-Signature=abcd").
		near("uri-signed-mended", "The same without its signature.", "?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=3600&X-Goog-Signature=abcd", "")
	bad("uri-signed-aws", "uri-signed", "A signed URL of another cloud.", "https://b.s3.amazonaws.com/v.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=900&X-Amz-Signature=abcd")

	bad("uri-placeholder", "uri-placeholder", "The placeholder of the documentation.", "gs://<path to the mp4 video file>").
		near("uri-placeholder-mended", "The path.", "gs://<path to the mp4 video file>", "gs://path/to/the/video.mp4")
	bad("uri-placeholder-your", "uri-placeholder", "A bucket that stands for one's own.", "gs://YOUR_BUCKET/v.mp4").
		near("uri-placeholder-your-mended", "An object whose name has the word in it.", "gs://YOUR_BUCKET/v.mp4", "gs://media/HOW_WAS_YOUR_DAY.mp4")
}

// mimes are the vectors about MIME types.
func mimes(t *table) {
	t.fail("mime-missing", "mime-missing", "A file without a type: at fileData.", two(edit(base, `{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}`, `§{"fileUri":"gs://b/v.mp4"}`)), at("mime-missing", pFile)).
		near("mime-missing-mended", "A file with its type.", `v.mp4"}`, `v.mp4","mimeType":"video/mp4"}`)

	bad := func(name string, rule videotune.Rule, about, u, m string) *Vector {
		return t.fail(name, rule, about, two(mime(`"`+u+`"`, `§"`+m+`"`)), at(rule, pMIME))
	}
	bad("mime-unknown", "mime-unknown", "A type that the service does not list.", "gs://b/v.mkv", "video/x-matroska").
		near("mime-unknown-mended", "The file as MP4.", `v.mkv","mimeType":"video/x-matroska"`, `v.mp4","mimeType":"video/mp4"`)
	bad("mime-unknown-word", "mime-unknown", "No type at all.", "gs://b/v.mp4", "mp4")
	bad("mime-alias", "mime-alias", "Another spelling of a listed type.", "gs://b/v.mp4", "video/x-m4v").
		near("mime-alias-mended", "The listed spelling.", "video/x-m4v", "video/mp4")
	t.fail("mime-alias-image", "mime-alias", "The usual misspelling of the type of JPEG.",
		two(parts(`{"fileData":{"fileUri":"gs://b/i.jpg","mimeType":§"image/jpg"}},{"text":"What happens?"}`)), at("mime-alias", pMIME)).
		near("mime-alias-image-mended", "The registered spelling.", "image/jpg", "image/jpeg")

	bad("mime-disputed", "mime-disputed", "A type that only one of the service's lists has.", "gs://b/v.mov", "video/quicktime").
		near("mime-disputed-mended", "A type that both have.", `v.mov","mimeType":"video/quicktime"`, `v.mpg","mimeType":"video/mpeg"`)
	t.fail("mime-disputed-once", "mime-disputed", "Each such type is told once, at the first.",
		lines(mime(`"gs://b/1.mov"`, `§"video/quicktime"`), edit(other, `other.mp4","mimeType":"video/mp4"`, `other.mov","mimeType":"video/quicktime"`), edit(numbered(3), `mp4","mimeType":"video/mp4"`, `webm","mimeType":§"video/webm"`)),
		at("mime-disputed", pMIME), at("mime-disputed", pMIME))
	bad("mime-extension", "mime-extension", "The type of another kind of file than the extension.", "gs://b/v.mpg", "video/mp4").
		near("mime-extension-mended", "The type of the extension.", `"gs://b/v.mpg","mimeType":"video/mp4"`, `"gs://b/v.mpg","mimeType":"video/mpeg"`)
	t.pass("mime-extension-none", "mime-extension", "An object without an extension.", two(uri(`"gs://b/clips/0042"`)))
	t.pass("mime-extension-capital", "mime-extension", "The case of an extension does not matter.", two(uri(`"gs://b/V.MP4"`)))

	image := `{"fileData":{"fileUri":"gs://b/i.png","mimeType":"image/png"}},{"text":"What is seen?"}`
	t.fail("video-none", "video-none", "No example has a video.", lines(parts(image), parts(`{"text":"What is a dog?"}`)), whole("video-none")).
		near("video-none-mended", "One has.", `i.png","mimeType":"image/png"`, `v.mp4","mimeType":"video/mp4"`)
}
