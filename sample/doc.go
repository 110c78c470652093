// Package sample takes some lines of a dataset, so that a person can look at what is in
// it, or a job can be tried with little:
//
//	report, err := sample.Lines(inputs, os.Stdout, &sample.Options{N: 20, By: sample.ByLabel})
//
// The lines are chosen by a keyed hash of their bytes: the same lines and the same seed
// give the same sample on every machine, wherever the lines stand. They are spread over
// the labels of the answers, or over the videos: of each as many as there are to be had
// evenly, so that what is rare is seen, too.
package sample
