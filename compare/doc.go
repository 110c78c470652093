// Package compare tells how one edition of a dataset differs from another: which
// examples were added, which were removed, and which were changed, and in what.
//
//	report, err := compare.Datasets(old, new, nil)
//
// Where an example stands does not matter, nor how its line is spelt: members in another
// order, other spaces and escapes, and 1.0 for 1 make no difference. Of each line some
// 100 bytes are kept, and each URI once, so that datasets of any line length can be
// compared.
package compare
