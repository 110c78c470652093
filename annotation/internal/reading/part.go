package reading

import (
	"bufio"
	"io"
)

// Part reads another file, which the one that is read names: its text is as that of
// [Videos], and what is told from within read bears its name.
func (r *Reading) Part(name string, in io.Reader, read func(text *bufio.Reader) error) error {
	whole := r.File
	r.File = name
	defer func() { r.File = whole }()
	text, err := r.text(in)
	if err == nil {
		err = read(text)
	}
	if err != nil {
		return r.refusal(err)
	}
	return nil
}
