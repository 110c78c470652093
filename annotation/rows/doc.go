// Package rows reads annotations that stand in rows: in CSV, TSV and JSON lines
// ([Read]), in the answer of a database/sql query ([Query]), and in what else can be
// walked through row by row ([FromRows]). All go through one mapping, so that the same
// rows give the same videos wherever they come from.
//
// # Columns
//
// A column has a role: by the option columns, or else by its own name, in upper or
// lower case, which is one of [annotation.Roles]. The video is needed (or the uri
// alone), and for events a label, a text, or a list of events. Columns without a role
// become attributes of the event or, in a row without one, metadata of the video; with
// the option strict they are refused. They are of the type that the source has for them:
// what is a number in a database is a text in CSV. A state is an attribute too.
//
// start, end and length (of the event, in place of its end), and duration (of the
// video) want a unit: a suffix of the role, as in start_ms, or the option time_unit.
// Without one they are refused. So are columns for starts and for a duration, and none
// for ends, unless the option columns says of what the duration is; and options for
// times where there are none. A frame as the start may have a length or an end in time.
// Frames want a frame rate (a column, or the option
// fps), frame_base and, for an end, frame_end. Where a row has both times and frames,
// the times are taken; they are compared, if these options are there, and a difference
// of more than a frame is told. A date is no time of a video, and refused.
//
// An offset, with a unit as a start, is where in the file of the video the times of its row
// count from, such as the beginning of the second half of a match: it is added to them.
// It may be negative, where the file begins later than the clock of the source. In
// place of a column, the option offset says it.
//
// uri, duration, fps, split, recording and language are of the video: its rows may
// leave them out, and may not differ.
//
// # Events
//
//	start   end     label or text   what it is
//	a time  a time  there           a segment
//	a time  "inf"   there           a segment to the end of the video; so is +Infinity
//	a time  NULL    there           a point
//	NULL    NULL    there           an event of the whole video
//	NULL    NULL    NULL            none: the video is a negative, if all its rows are so
//	a time          NULL            refused
//	NULL    a time                  refused
//
// Where all times of a row are sentinels, no event is made of it, and that is told; one
// among others is as NULL. A label that is blank and not NULL is refused, and so are a
// video that is blank or NULL, and times that are NaN or -Infinity. A label may be a
// list of texts, or its text in JSON: ["a","b"] are two labels of one event.
//
// A column of events holds a list in JSON of all events of a video: of objects whose
// members have the names of roles, such as {"label":"goal","start_s":3.5}, or of texts,
// which are labels of the whole video.
//
// # Order
//
// The rows of one video must be adjacent, and one video is in memory at a time, of at
// most [MaxHeld] rows. One that comes again after another is refused: ORDER BY mends
// it, or sorting the file, or the option group: buffer, which holds all rows, up to the
// same bound. IDs differ by their case; a query of a database that sorts without it,
// as MySQL does by default, may mingle their rows. Of the videos that are over, a hash
// of 64 bits is kept: in a million videos, the chance that one is refused because its
// hash is that of another is 1 in 30 million. Nothing is ever mixed up by that.
//
// Events have the number of their row as Record, counted from 1 without the header.
package rows
