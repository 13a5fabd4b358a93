import { count, figure } from "./figures";

/** The English of the map of texts. */
export const words = {
  name: "Map of the texts",
  canvas: (texts: number, by: string) => `Map of ${count(texts, "text")}, coloured by ${by}`,
  // Not drawn yet
  none: "No map yet",
  whatItIs:
    "A map puts texts that are alike near each other. Mark a group of them and label it at once.",
  howLong: "Drawing takes a minute or more.",
  draw: "Draw the map",
  drawAgain: "Draw it again",
  cameSince: (texts: number) => `${count(texts, "text")} came since it was drawn.`,
  failed: (why: string) => `The map couldn't be drawn: ${why}`,
  onlySome: (shown: number, of: number) => `${figure(shown)} of ${count(of, "text")}, by chance`,
  // Colours
  colourBy: "Colour by",
  BY: { label: "class", predicted: "prediction", confidence: "confidence", round: "round" },
  unlabelled: "no label",
  unpredicted: "no prediction",
  upTo: (percent: number) => `up to ${percent} %`,
  over: (percent: number) => `over ${percent} %`,
  before: "before round 1",
  rounds: (first: number, last: number) =>
    first === last ? `round ${first}` : `rounds ${first} to ${last}`,
  legend: "Legend. Press an entry to dim the others.",
  otherClasses: "other classes",
  colourOthers: "choose classes",
  colourOthersHelp: (most: number) => `Classes to colour, ${most} at most`,
  coloured: "coloured",
  // Moving about
  nearer: "Zoom in",
  farther: "Zoom out",
  all: "all",
  whole: "Show all of the map",
  moving:
    "Drag to move, scroll or pinch to zoom. To mark texts, press “Mark an area” or hold Shift, then drag.",
  keys: "Arrows move the map, + and − zoom, 0 shows all of it.",
  // Marking
  mark: "Mark an area",
  markView: "Mark what is in view",
  marked: (texts: number) => `${count(texts, "text")} marked`,
  unmark: "Mark nothing",
  save: "Save as CSV",
  tooMany: (most: number) => `At most ${figure(most)} texts can be marked. Mark a smaller area.`,
  noText: "Point at a text to read it, press to open it.",
} as const;
