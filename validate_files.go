package videotune

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// file judges a part's fileData: its URI, its MIME type, and whether they agree.
func (j *judge) file(p *wire.Part, turn, part int) {
	if p.Bad.Has(wire.FileData) {
		return
	}
	obj := func() Pointer { return partAt(turn, part) + "/fileData" }
	uri, mime := p.FileURI.S, p.MIMEType.S
	switch {
	case p.FileBad.Has(wire.FileURI):
	case uri == "":
		if !j.refused(obj()) {
			j.add(RuleURIMissing, p.FileAt, obj(), "the file has no fileUri", "")
		}
	default:
		if rule, message, hint := judgeURI(uri); rule != "" {
			j.add(rule, p.FileURI.At, obj()+"/fileUri", message, hint)
		}
		if j.built && !utf8.ValidString(uri) {
			j.utf8(uri, obj()+"/fileUri")
		}
	}
	switch {
	case p.FileBad.Has(wire.MIMEType):
	case mime == "":
		if !j.refused(obj()) {
			hint := ""
			if m := mimeByExtension(uri); m != "" {
				hint = `by its extension it is "` + m + `"`
			}
			j.add(RuleMIMEMissing, p.FileAt, obj(), "the file has no mimeType, which the service requires", hint)
		}
	default:
		j.mime(p, obj)
	}
}

// mime judges a MIME type, and whether it fits the extension of the URI.
func (j *judge) mime(p *wire.Part, obj func() Pointer) {
	mime, uri := p.MIMEType.S, p.FileURI.S
	if mime == "video/mp4" && strings.HasSuffix(uri, ".mp4") {
		return // in both lists, and of the extension
	}
	listed, ok := canonicalMIME(mime)
	fits := uri == "" || mimeFitsExtension(listed, uri)
	switch {
	case !ok:
		hint := "the service lists video/mp4, video/mpeg, video/mpg, video/wmv, video/webm, video/quicktime, video/x-flv, video/3gpp"
		if m := mimeByExtension(uri); m != "" {
			hint = `by its extension the file is "` + m + `"`
		}
		j.add(RuleMIMEUnknown, p.MIMEType.At, obj()+"/mimeType", "the service lists no MIME type "+quote(mime), hint)
		return
	case listed != mime && fits: // else which type is meant is not clear
		j.add(RuleMIMEAlias, p.MIMEType.At, obj()+"/mimeType", "the MIME type "+quote(mime)+" is not how the service's newer pages spell it", `write "`+listed+`"`)
	case mimeTypes[mime] == 1:
		j.addOnce(RuleMIMEDisputed, mime, p.MIMEType.At, func() (ptr Pointer, message, hint string) {
			return obj() + "/mimeType", "the service's pages disagree about the MIME type " + quote(mime) + ": one list of video types has it, another has not (said once a file)",
				"video/mp4 is in all of them: convert the files to it, or try a small job first"
		})
	}
	if !fits {
		hint := ""
		if m := mimeByExtension(uri); m != "" {
			hint = `if the name is right, write "` + m + `"`
		}
		j.add(RuleMIMEExtension, p.MIMEType.At, obj()+"/mimeType", "the MIME type "+quote(mime)+" does not fit the extension ."+extensionOf(uri), hint)
	}
}

// judgeURI returns the rule that a file's URI breaks, or "".
func judgeURI(uri string) (rule Rule, message, hint string) {
	if plainObject(uri) {
		return "", "", ""
	}
	const local = "upload the file to Cloud Storage and write gs://bucket/object"
	if i := strings.IndexFunc(uri, func(r rune) bool { return r < ' ' || r == 0x7F }); i >= 0 {
		return RuleURIForm, "the URI holds a control character", "remove it"
	}
	if strings.TrimSpace(uri) != uri {
		return RuleURIForm, "the URI begins or ends with a space", "remove it"
	}
	if placeholderURI(uri) {
		return RuleURIPlaceholder, "the URI " + quote(uri) + " is a placeholder, not the name of a file", "write the URI of the video"
	}
	scheme, rest, found := strings.Cut(uri, "://")
	switch {
	case strings.HasPrefix(uri, "files/"):
		return RuleURIFilesAPI, "a file of the Gemini API; tuning on Vertex reads Cloud Storage and public URLs only", local
	case !found || strings.ContainsAny(scheme, "/\\"):
		if strings.HasPrefix(uri, "data:") {
			return RuleURIScheme, "a data: URI; tuning reads files by name", local
		}
		if strings.HasPrefix(uri, "gs:") || strings.HasPrefix(uri, "http:") || strings.HasPrefix(uri, "https:") {
			return RuleURIForm, "the scheme of a URI is followed by two slashes", "write gs://bucket/object"
		}
		return RuleURILocal, "the URI " + quote(uri) + " is a path of your machine, which the service cannot read", local
	case scheme == "gs":
		return judgeObject(rest)
	case scheme == "http" || scheme == "https":
		return judgeURL(uri)
	case scheme == "file":
		return RuleURILocal, "a file: URI names a path of your machine, which the service cannot read", local
	case strings.EqualFold(scheme, "gs") || strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"):
		return RuleURIScheme, "the scheme " + quote(scheme) + " is not in lower case", "write " + strings.ToLower(scheme) + "://"
	}
	return RuleURIScheme, "the service reads gs:// and public http(s), not " + quote(scheme+"://"), local
}

// plainObject reports whether a URI is gs://bucket/object in lower-case letters,
// digits, '-', '_', '.' and '/', as most are: then nothing is wrong with it.
func plainObject(uri string) bool {
	rest, ok := strings.CutPrefix(uri, "gs://")
	slash := strings.IndexByte(rest, '/')
	if !ok || slash <= 0 || slash == len(rest)-1 || rest[len(rest)-1] == '/' {
		return false
	}
	for i := range len(rest) {
		if !ofPlainObject[rest[i]] {
			return false
		}
	}
	return true
}

// ofPlainObject are the bytes that a plain object's name has after gs://.
var ofPlainObject = func() (set [256]bool) {
	for c := range set {
		set[c] = c == '/' || !notOfBucket(rune(c))
	}
	return set
}()

// placeholderURI reports whether a URI was copied from documentation, or is a
// template that was not filled in.
func placeholderURI(uri string) bool {
	if uri == "string" || strings.ContainsAny(uri, "<>") || strings.Contains(uri, "${") || strings.Contains(uri, "{{") && strings.Contains(uri, "}}") {
		return true
	}
	if !strings.Contains(uri, "YOUR") && !strings.Contains(uri, "BUCKET") {
		return false
	}
	for segment := range strings.SplitSeq(uri, "/") { // a name of capitals alone, such as YOUR_BUCKET
		if (strings.HasPrefix(segment, "YOUR") || strings.HasPrefix(segment, "BUCKET")) && !strings.ContainsFunc(segment, func(r rune) bool { return r != '_' && r != '-' && (r < 'A' || r > 'Z') }) {
			return true
		}
	}
	return false
}

// judgeObject judges what follows gs://.
func judgeObject(rest string) (rule Rule, message, hint string) {
	bucket, object, _ := strings.Cut(rest, "/")
	switch {
	case bucket == "":
		return RuleURIForm, "the URI names no bucket", "write gs://bucket/object"
	case object == "":
		return RuleURIForm, "the URI names a bucket and no object in it", "write gs://bucket/object"
	case strings.ContainsFunc(bucket, notOfBucket):
		return RuleURIForm, "the name of the bucket " + quote(bucket) + " has a character that bucket names do not have", "lower-case letters, digits, '-', '_' and '.' only"
	case strings.Contains(object, "*"):
		return RuleURIWildcard, "the URI holds a wildcard; a line names one file", "write one line for each file"
	case strings.HasSuffix(object, "/"):
		return RuleURIFolder, "the URI names a folder; a line names one file", "write one line for each file"
	}
	return "", "", ""
}

func notOfBucket(r rune) bool {
	return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.')
}

// videoPages are sites whose addresses are pages with a player, not files.
var videoPages = []string{"youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "drive.google.com", "dropbox.com", "tiktok.com"}

// judgeURL judges an http or https URL.
func judgeURL(uri string) (rule Rule, message, hint string) {
	const upload = "upload the file to Cloud Storage, or name the file's own public URL"
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		return RuleURIForm, "the URL " + quote(uri) + " is not spelt as a URL", "percent-encode what URLs do not hold"
	case strings.Contains(uri, " "):
		return RuleURIForm, "the URL " + quote(uri) + " holds a space", "write it as %20"
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "":
		return RuleURIForm, "the URL names no host", ""
	case u.User != nil:
		return RuleURIForm, "the URL holds a user name or password; the service reads public URLs only", upload
	case privateHost(host):
		return RuleURILocal, "the host " + quote(host) + " is not on the public internet, where the service reads from", upload
	case host == "generativelanguage.googleapis.com":
		return RuleURIFilesAPI, "a file of the Gemini API; tuning on Vertex reads Cloud Storage and public URLs only", "upload the file to Cloud Storage and write gs://bucket/object"
	case host == "storage.cloud.google.com" || host == "console.cloud.google.com":
		return RuleURIStorageBrowser, "the URL is a page of the storage browser, which wants a login", "write gs://bucket/object"
	case strings.Contains(u.Path, "*"):
		return RuleURIWildcard, "the URL holds a wildcard; a line names one file", "write one line for each file"
	}
	for _, site := range videoPages {
		if host == site || strings.HasSuffix(host, "."+site) {
			return RuleURIVideoPage, "the URL is a page with a video; tuning documents files only", upload
		}
	}
	switch ext := extensionOf(uri); {
	case ext == "html" || ext == "htm" || ext == "php":
		return RuleURIVideoPage, "the URL is a web page, not a file", upload
	case u.Path == "" || strings.HasSuffix(u.Path, "/"):
		return RuleURIFolder, "the URL names no file", upload
	}
	if u.RawQuery != "" {
		q := u.Query()
		for _, k := range []string{"X-Goog-Signature", "X-Amz-Signature", "X-Goog-Expires", "X-Amz-Expires", "Signature", "GoogleAccessId", "Expires", "sig", "token"} {
			if q.Has(k) {
				return RuleURISigned, "the URL is signed and will expire, perhaps before the job reads it; signed URLs are not documented for tuning", upload
			}
		}
	}
	return "", "", ""
}

// privateHost reports whether a host cannot be reached from outside.
func privateHost(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified())
}
