package main

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/bytedance/sonic"
	"github.com/bytedance/sonic/encoder"
	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	goccy "github.com/goccy/go-json"
	"github.com/mailru/easyjson"
	"github.com/mailru/easyjson/jlexer"
	"github.com/mailru/easyjson/jwriter"
	segmentio "github.com/segmentio/encoding/json"

	"github.com/seed-57910ec4/videotune/bench/internal/mirror"
)

// A decodePeer is another library that reads lines into the mirror types, as
// strictly as it can be told to. All of them refuse unknown members; what else
// they refuse differs, and is less than what videotune does.
type decodePeer struct {
	name, how string
	// run reads every line of d and hands each to use, unless that is nil.
	run func(d *dataset, use func(*mirror.Line)) error
}

// The peers' names in the tables and among the cases.
const (
	nameStd       = "encoding/json"
	nameJSON2     = "json/v2"
	nameSonic     = "sonic"
	nameSonicFull = "sonic, validating"
	nameGoccy     = "goccy"
	nameSegmentio = "segmentio"
	nameEasyjson  = "easyjson"
)

var decodePeers = []decodePeer{
	{nameStd, "Decoder, DisallowUnknownFields", decodeStd},
	{nameJSON2, "UnmarshalDecode, RejectUnknownMembers; refuses what videotune refuses of syntax and names", decodeJSON2},
	{nameSonic, "the fastest strict mode: ConfigFastest with DisallowUnknownFields, from a string, zero-copy", decodeSonic},
	{nameSonicFull, "ConfigStd with DisallowUnknownFields: ValidateString, CopyString", decodeSonicFull},
	{nameGoccy, "Decoder, DisallowUnknownFields", decodeGoccy},
	{nameSegmentio, "Parse, DisallowUnknownFields, zero-copy", decodeSegmentio},
	{nameEasyjson, "generated with -disallow_unknown_fields", decodeEasyjson},
}

func give(use func(*mirror.Line), x *mirror.Line) {
	if use != nil {
		use(x)
	}
}

// decodeStream reads with a Decoder that is made as that of encoding/json.
func decodeStream(dec interface{ Decode(any) error }, use func(*mirror.Line)) error {
	var x mirror.Line
	for {
		x = mirror.Line{}
		if err := dec.Decode(&x); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		give(use, &x)
	}
}

// decodeLines hands each line to decode, without copying it.
func decodeLines(text string, use func(*mirror.Line), decode func(string, *mirror.Line) error) error {
	var x mirror.Line
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		x = mirror.Line{}
		if err := decode(line, &x); err != nil {
			return err
		}
		give(use, &x)
	}
	return nil
}

func decodeStd(d *dataset, use func(*mirror.Line)) error {
	dec := stdjson.NewDecoder(d.reader())
	dec.DisallowUnknownFields()
	return decodeStream(dec, use)
}

func decodeGoccy(d *dataset, use func(*mirror.Line)) error {
	dec := goccy.NewDecoder(d.reader())
	dec.DisallowUnknownFields()
	return decodeStream(dec, use)
}

func decodeJSON2(d *dataset, use func(*mirror.Line)) error {
	dec := jsontext.NewDecoder(d.reader())
	strict := json2.RejectUnknownMembers(true)
	var x mirror.Line
	for {
		x = mirror.Line{}
		if err := json2.UnmarshalDecode(dec, &x, strict); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		give(use, &x)
	}
}

var (
	sonicFastest = sonic.Config{NoValidateJSONMarshaler: true, NoValidateJSONSkip: true, DisallowUnknownFields: true}.Froze()
	sonicFull    = sonic.Config{EscapeHTML: true, SortMapKeys: true, CompactMarshaler: true, CopyString: true, ValidateString: true, DisallowUnknownFields: true}.Froze()
)

func decodeSonic(d *dataset, use func(*mirror.Line)) error {
	return decodeLines(d.text(), use, func(line string, x *mirror.Line) error { return sonicFastest.UnmarshalFromString(line, x) })
}

func decodeSonicFull(d *dataset, use func(*mirror.Line)) error {
	return decodeLines(d.text(), use, func(line string, x *mirror.Line) error { return sonicFull.UnmarshalFromString(line, x) })
}

func decodeSegmentio(d *dataset, use func(*mirror.Line)) error {
	return decodeLines(d.text(), use, func(line string, x *mirror.Line) error {
		rest, err := segmentio.Parse(bytesOf(line), x, segmentio.DisallowUnknownFields|segmentio.ZeroCopy)
		if err == nil && len(rest) > 0 {
			return errTrailing
		}
		return err
	})
}

func decodeEasyjson(d *dataset, use func(*mirror.Line)) error {
	return decodeLines(d.text(), use, func(line string, x *mirror.Line) error {
		l := jlexer.Lexer{Data: bytesOf(line)}
		x.UnmarshalEasyJSON(&l)
		return l.Error()
	})
}

var errTrailing = errors.New("something follows the value")

// An encodePeer is another library that writes the mirror types, each line into
// memory that is used again. None escapes HTML.
type encodePeer struct {
	name, how string
	// run writes every line of the sample, n lines in all, and hands each to use,
	// unless that is nil. A newline may stand at its end.
	run func(sample []mirror.Line, n int, use func([]byte)) error
}

var encodePeers = []encodePeer{
	{nameStd, "Encoder, SetEscapeHTML(false)", encodeStd},
	{nameJSON2, "MarshalEncode; refuses invalid UTF-8", encodeJSON2},
	{nameSonic, "EncodeInto, without validation", encodeSonic},
	{nameGoccy, "Encoder, SetEscapeHTML(false)", encodeGoccy},
	{nameSegmentio, "Append, no flags", encodeSegmentio},
	{nameEasyjson, "generated, NoEscapeHTML", encodeEasyjson},
}

// encodeEach calls encode for n lines of the sample, which it goes through again
// and again, with a buffer to append to.
func encodeEach(sample []mirror.Line, n int, use func([]byte), encode func([]byte, *mirror.Line) ([]byte, error)) error {
	var buf []byte
	for i := range n {
		out, err := encode(buf[:0], &sample[i%len(sample)])
		if err != nil {
			return err
		}
		buf = out
		if use != nil {
			use(buf)
		}
	}
	return nil
}

// encodeStream writes with an Encoder to buf.
func encodeStream(buf *bytes.Buffer, enc interface{ Encode(any) error }) func([]byte, *mirror.Line) ([]byte, error) {
	return func(_ []byte, x *mirror.Line) ([]byte, error) {
		buf.Reset()
		err := enc.Encode(x)
		return buf.Bytes(), err
	}
}

func encodeStd(sample []mirror.Line, n int, use func([]byte)) error {
	var buf bytes.Buffer
	enc := stdjson.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	return encodeEach(sample, n, use, encodeStream(&buf, enc))
}

func encodeGoccy(sample []mirror.Line, n int, use func([]byte)) error {
	var buf bytes.Buffer
	enc := goccy.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	return encodeEach(sample, n, use, encodeStream(&buf, enc))
}

func encodeJSON2(sample []mirror.Line, n int, use func([]byte)) error {
	var buf bytes.Buffer
	enc := jsontext.NewEncoder(&buf)
	return encodeEach(sample, n, use, func(_ []byte, x *mirror.Line) ([]byte, error) {
		buf.Reset()
		err := json2.MarshalEncode(enc, x)
		return buf.Bytes(), err
	})
}

func encodeSonic(sample []mirror.Line, n int, use func([]byte)) error {
	const fastest = encoder.NoValidateJSONMarshaler | encoder.NoQuoteTextMarshaler | encoder.NoEncoderNewline
	return encodeEach(sample, n, use, func(buf []byte, x *mirror.Line) ([]byte, error) {
		err := encoder.EncodeInto(&buf, x, fastest)
		return buf, err
	})
}

func encodeSegmentio(sample []mirror.Line, n int, use func([]byte)) error {
	return encodeEach(sample, n, use, func(buf []byte, x *mirror.Line) ([]byte, error) {
		return segmentio.Append(buf, x, 0)
	})
}

func encodeEasyjson(sample []mirror.Line, n int, use func([]byte)) error {
	return encodeEach(sample, n, use, func(buf []byte, x *mirror.Line) ([]byte, error) {
		w := jwriter.Writer{NoEscapeHTML: true}
		w.Buffer.Buf = buf
		x.MarshalEasyJSON(&w)
		return w.BuildBytes(buf)
	})
}

var _ easyjson.MarshalerUnmarshaler = (*mirror.Line)(nil)
