package site.proxy;

/**
 * What the answers to our questions say of a target. Each answer makes the next value.
 *
 * @param known whether it was ever asked; until then it counts as well
 * @param against answers in a row that say the opposite of {@code healthy}
 */
record Checked(boolean known, boolean healthy, int against) {
  static final Checked NEVER = new Checked(false, true, 0);

  /** The first answer decides at once; later ones need company to change the verdict. */
  Checked next(boolean good, int healthyAfter, int unhealthyAfter) {
    if (!known || good == healthy) {
      return new Checked(true, good, 0);
    }
    boolean enough = against + 1 >= (good ? healthyAfter : unhealthyAfter);
    return enough ? new Checked(true, good, 0) : new Checked(true, healthy, against + 1);
  }
}
