// Package via reads what the VGG Image Annotator, version 3, saves and exports: its
// projects, which are JSON ([Read]), and its two CSV files ([ReadCSV]), the full one and
// the one of temporal segments.
//
// # Videos
//
// A view with one file that is a video is a video. Its ID is the name of the file. Its
// URI is the address for a file on the web, with the prefix that the project has for
// such; the name for one that was picked on somebody's computer or lies in the project
// itself. Images, sound, and views that compare several files are left out, which is
// told. A CSV file says no more than the addresses or names, in the order of their first
// rows: what ends as images and sound do is left out, and videos without annotations are
// not there at all. In a project they are negatives.
//
// # Events
//
// Times are seconds. Two of them make a segment, one a point, none the whole video.
// Times in reverse are exchanged, which is told, unless repair.reversed says what to do:
// to VIA they are two ends, not a start and an end. Regions, which have coordinates, are
// left out and counted. In a CSV file of temporal segments regions are the rows without
// an end, and points cannot be told from them.
//
// # Labels
//
// An annotation has attributes. Values that are the ids of options become the names of
// these, of which a checkbox may have several. One attribute gives the labels: of
// segments and points the only one that is defined for them, and of whole files likewise;
// where there are several, label_from names it. Those in text_attributes give texts and
// never labels. The others become Attributes. Where label_from names an attribute of
// segments and whole files have several, these become Metadata. An annotation with
// neither label nor text is left out, which is told.
//
// The CSV file of temporal segments has the names of attributes but only the ids of
// their options, and does not say which values are ids: attribute_options does, as
// {"action": {"0": "cut", "1": "stir"}}, and must for the attribute of the labels. An
// attribute whose values are free text has no options there, as {"action": {}}. In the
// full CSV file it takes the place of what the file says.
package via
