// Package cli is what the commands of this repository have in common: exit statuses,
// faults of a command line, how errors are told, numbers for people.
package cli
