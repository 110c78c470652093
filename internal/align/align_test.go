package align

import "testing"

func TestTable(t *testing.T) {
	table := Table{Left: []bool{true, false, true}}
	table.Row("é", "12", "last one")
	table.Row("long", "1", "x")
	table.Row("", "100")
	const want = "é      12  last one\nlong    1  x\n      100\n"
	if got := table.String(); got != want || table.Len() != 3 {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := new(Table).String(); got != "" {
		t.Errorf("of no rows: %q", got)
	}
}
