package site.config;

/**
 * A place and the path of the key that stands there.
 *
 * @param path such as {@code sites[0].routes[2].proxy}; empty for the file itself
 */
record Spot(Place place, String path) {

  Spot key(String name, Place at) {
    String plain = Shown.plain(name);
    return new Spot(at, path.isEmpty() ? plain : path + "." + plain);
  }

  Spot item(int index, Place at) {
    return new Spot(at, path + "[" + index + "]");
  }

  Spot at(Place other) {
    return new Spot(other, path);
  }
}
