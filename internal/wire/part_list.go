package wire

// A PartList holds the parts of a line, in memory that is used again: cut them to length
// 0 for the next line. Parts are large, and most of what they can hold is not
// used, so only what was used is made as it was.
type PartList []Part

// Add adds a part that has nothing, and returns it. It may move the others.
func (ps *PartList) Add() *Part {
	n := len(*ps)
	if n < cap(*ps) {
		*ps = (*ps)[:n+1]
		p := &(*ps)[n]
		p.forget()
		return p
	}
	*ps = append(*ps, noPart)
	for spare := (*ps)[n+1 : cap(*ps)]; len(spare) > 0; spare = spare[1:] {
		spare[0] = noPart
	}
	return &(*ps)[n]
}

// Release lets go of the strings of all parts, and of the memory of many.
func (ps *PartList) Release() {
	if cap(*ps) > keptParts {
		*ps = nil
	}
	for i := range *ps {
		(*ps)[i].forget()
	}
	*ps = (*ps)[:0]
}

// keptParts bounds the memory that is kept for the next line.
const keptParts = 64

// forget makes p like noPart. All that p has is told by Seen.
func (p *Part) forget() {
	had := p.Seen
	p.Seen, p.Bad, p.At = 0, 0, NoPos
	if had == 0 {
		return
	}
	if had.Has(PartResolution | FunctionCall | FunctionResponse) {
		*p = noPart
		return
	}
	if had.Has(Text) {
		p.Text, p.Runes = noValue, Runes{}
	}
	if had.Has(FileData) {
		p.FileAt, p.File, p.FileBad, p.FileURI, p.MIMEType = NoPos, 0, 0, noValue, noValue
	}
	if had.Has(VideoMetadata) {
		p.MetaAt, p.Meta, p.MetaBad, p.Start, p.End, p.FPS, p.FPSAt = NoPos, 0, 0, noOffset, noOffset, 0, NoPos
	}
}
