package dev.belay.verify.puzzle.generator;

import java.util.List;

/** Words that puzzles are made of. */
public final class Words {

  /** First names. */
  public static final List<String> NAMES =
      List.of(
          "Ann", "Bob", "Cara", "Dan", "Eva", "Fred", "Gina", "Hugo", "Ida", "Jack", "Kate", "Leo",
          "Mia", "Nick", "Olga", "Paul", "Rosa", "Sam", "Tina", "Victor");

  /** Names of women and girls. */
  public static final List<String> WOMEN =
      List.of("Ann", "Cara", "Eva", "Gina", "Ida", "Kate", "Mia", "Olga", "Rosa", "Tina");

  /** Names of men and boys. */
  public static final List<String> MEN =
      List.of("Bob", "Dan", "Fred", "Hugo", "Jack", "Leo", "Nick", "Paul", "Sam", "Victor");

  /** Common words of three to nine letters, none of which is another one read backward. */
  public static final List<String> COMMON =
      List.of(
          "ant",
          "arm",
          "bag",
          "bed",
          "bee",
          "box",
          "bus",
          "cap",
          "car",
          "cat",
          "cow",
          "cup",
          "day",
          "dog",
          "ear",
          "egg",
          "fox",
          "hat",
          "hen",
          "ice",
          "jam",
          "key",
          "leg",
          "map",
          "nut",
          "oak",
          "owl",
          "pen",
          "pig",
          "sea",
          "sky",
          "sun",
          "toy",
          "van",
          "zoo",
          "apple",
          "arrow",
          "baby",
          "bank",
          "beach",
          "bell",
          "bird",
          "boat",
          "book",
          "bread",
          "brick",
          "bridge",
          "broom",
          "cake",
          "candle",
          "carrot",
          "castle",
          "chair",
          "cheese",
          "circle",
          "clock",
          "cloud",
          "coat",
          "coin",
          "corn",
          "desk",
          "door",
          "dress",
          "drum",
          "duck",
          "farm",
          "fish",
          "flag",
          "floor",
          "flower",
          "forest",
          "fork",
          "frog",
          "fruit",
          "garden",
          "gift",
          "glass",
          "glove",
          "goat",
          "gold",
          "grape",
          "grass",
          "hammer",
          "hand",
          "harbor",
          "heart",
          "honey",
          "horse",
          "house",
          "island",
          "jacket",
          "juice",
          "king",
          "kitchen",
          "kite",
          "knee",
          "lake",
          "lamp",
          "leaf",
          "lemon",
          "letter",
          "lion",
          "market",
          "milk",
          "mirror",
          "monkey",
          "moon",
          "mother",
          "mountain",
          "mouse",
          "mouth",
          "needle",
          "nest",
          "nose",
          "ocean",
          "onion",
          "orange",
          "paper",
          "park",
          "peach",
          "pencil",
          "piano",
          "picture",
          "pillow",
          "planet",
          "plate",
          "pocket",
          "potato",
          "queen",
          "rabbit",
          "rain",
          "ring",
          "river",
          "road",
          "rocket",
          "roof",
          "root",
          "rose",
          "salt",
          "sand",
          "school",
          "sheep",
          "ship",
          "shirt",
          "shoe",
          "silver",
          "snow",
          "soap",
          "sock",
          "soup",
          "spoon",
          "star",
          "stone",
          "storm",
          "street",
          "sugar",
          "summer",
          "table",
          "teacher",
          "tiger",
          "tomato",
          "tower",
          "train",
          "tree",
          "tunnel",
          "village",
          "violin",
          "wall",
          "water",
          "wheel",
          "window",
          "winter",
          "wolf",
          "wood",
          "yard");

  private Words() {}

  /** The common words whose number of letters lies in a range. */
  public static List<String> common(int least, int most) {
    return COMMON.stream().filter(w -> w.length() >= least && w.length() <= most).toList();
  }

  /** Such as "two apples" for 2 and "apple". */
  public static String counted(int count, String noun) {
    String plural =
        switch (noun) {
          case "sheep", "fish" -> noun;
          case "goose" -> "geese";
          case "mouse" -> "mice";
          case "ox" -> "oxen";
          case "knife" -> "knives";
          default ->
              noun.endsWith("x") || noun.endsWith("ch") || noun.endsWith("ss")
                  ? noun + "es"
                  : noun.endsWith("y") && !noun.endsWith("ey")
                      ? noun.substring(0, noun.length() - 1) + "ies"
                      : noun + "s";
        };
    return count + " " + (count == 1 ? noun : plural);
  }
}
