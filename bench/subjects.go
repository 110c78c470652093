package main

// A subject is what a video shows, and what is asked about it. Its texts are
// escaped.
type subject struct {
	bucket string
	prompt string // up to the clip number
	labels []string
	notes  []note
}

// A note is a sentence of 50 to 100 bytes, as it stands in an answer of prose, and
// in one that is JSON itself.
type note struct{ prose, json string }

// clipWord stands before the clip number, and nowhere else in a line.
const clipWord = "This is clip "

// task is what all prompts end with.
const task = "Answer with a JSON array in the order of time, and with nothing else. Each element has \"start\" and \"end\" " +
	"in the form MM:SS, counted from the start of the segment, one \"label\" of the list, and a \"note\" of one sentence. " +
	"If a description is asked for, write two to four plain sentences instead, without headings.\n" + clipWord

// places are where the videos were taken.
var places = []string{
	"Málaga", "København", "Łódź", "Zürich", "Kraków", "São Paulo", "Leeds", "Gdańsk", "Αθήνα", "Київ", "Oslo", "東京",
}

var subjects = []subject{
	{
		bucket: "match-analysis-eu",
		prompt: escape("You are an expert football analyst. Watch the segment and list every event that you see in it. " +
			"An event begins when the ball is played and ends when the game is stopped or goes on elsewhere.\n" +
			"Use only these labels:\n- goal: the ball crosses the line between the posts\n- corner: a corner kick is taken\n" +
			"- foul: the referee stops the game for it\n- none: nothing of the above\n" + task),
		labels: []string{"goal", "corner", "foul", "none"},
		notes: notes(
			"The winger crosses from the left – the striker's header goes just wide of the post",
			"After a short corner the ball is cleared to the halfway line by the centre-back",
			"A late tackle stops the counter-attack, and the referee shows the yellow card at once",
			"The keeper of Málaga punches the ball away, and the rebound is shot over the bar",
			"Number 9 turns, shoots from 20 metres and scores in the upper right corner, 2:1",
			"Both teams wait at the centre circle while the physiotherapist looks after a player",
		),
	},
	{
		bucket: "wildlife-cameras-02",
		prompt: escape("You label the recordings of wildlife cameras (day and night, –10 °C to 35 °C). List each animal that can be " +
			"told for certain, from the first frame in which it is seen to the last one.\n" +
			"Labels:\n- deer: red deer and roe deer\n- boar\n- fox\n- lynx: also if only the ears or the tail are seen\n- other: any other animal\n" + task),
		labels: []string{"deer", "boar", "fox", "lynx", "other"},
		notes: notes(
			"Two roe deer graze at the edge of the forest and look up when a branch breaks",
			"A fox with something in its mouth runs from the right to the left, close to the camera",
			"The lynx sits down behind the fallen tree; only its ears can be seen above the trunk",
			"A sounder of wild boars crosses the clearing – six adults and at least four young ones",
			"A hare, not on the list, stays in the grass for some seconds before it's gone",
		),
	},
	{
		bucket: "kitchen-lessons",
		prompt: escape("The video is a cooking lesson (café kitchen, camera above the table). Split the segment into steps, so that somebody who " +
			"reads them can cook the dish. Pauses, greetings and advertisement are no steps.\n" +
			"Each step has one of the labels:\n- cut\n- mix\n- heat: pan, oven, crème brûlée torch\n- plate\n" + task),
		labels: []string{"cut", "mix", "heat", "plate"},
		notes: notes(
			"The cook cuts the onions into cubes of half a centimetre and puts them aside in a bowl",
			"Eggs, sugar and cream are beaten until the crème is pale and has doubled its volume",
			"The dough rests on the table while the oven is heated to 180 °C with the tray in it",
			"Sliced jalapeños are strewn over the \"tostadas\" just before they are served",
			"She stirs the sauce with a wooden spoon and says that it must not boil any more",
		),
	},
	{
		bucket: "workshop-safety-archive",
		prompt: escape("You review videos of a workshop for the yearly safety report. Name each action that the rules of the house speak of, " +
			"with the time at which it can be seen, and do not name people.\n" +
			"The rules:\n\t- helmet: a helmet is missing\n\t- lift: a load is lifted, or stands below the crane\n\t- door: an emergency door is blocked\n\t- ok: nothing of this\n" + task),
		labels: []string{"helmet", "lift", "door", "ok"},
		notes: notes(
			"Somebody without a helmet crosses the yellow line (§ 4) and comes back some seconds later",
			"The crane lifts two pallets over the passage although the red lamp is still flashing",
			"Three boxes marked \"fragile\" stand before the emergency door on the left-hand side",
			"Nothing happens but that the floor is swept from the gate to the façade of the office",
		),
	},
}

func notes(texts ...string) []note {
	var all []note
	for _, s := range texts {
		all = append(all, note{escape(s), escape(escape(s))})
	}
	return all
}
