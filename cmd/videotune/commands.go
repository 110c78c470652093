package main

import "github.com/spf13/cobra"

// A commandGroup is a step of a user's way, with the commands of it.
type commandGroup struct {
	title    string
	commands []*cobra.Command
}

// commandGroups returns all commands of ours, in the order of a user's way.
func commandGroups() []commandGroup {
	return []commandGroup{
		{"Make a dataset of annotations:", []*cobra.Command{newAnnotations(), newInit(), newBuild()}},
		{"See and check a dataset:", []*cobra.Command{newCheck(), newReport(), newStats(), newSample(), newDiff()}},
		{"Mend and divide it:", []*cobra.Command{newFix(), newFmt(), newSplit()}},
		{"Look at its videos, and cut them:", []*cobra.Command{newProbe(), configurable(newPlan(), isDataset), newCut()}},
		{"Upload it and tune, with the program " + vertexProgram + ":", vertexCommands()},
		{"Look up what counts:", []*cobra.Command{newRules(), newModels(), newSchema()}},
	}
}

// addCommands gives root its commands, each in its group.
func addCommands(root *cobra.Command) {
	cobra.EnableCommandSorting = false // of all commands: there is one tree
	for _, g := range commandGroups() {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title})
		for _, c := range g.commands {
			c.GroupID = g.title
			root.AddCommand(c)
		}
	}
}
