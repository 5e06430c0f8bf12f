package site.deploy;

/** What a revision notices of itself. Any thread. */
interface RevisionEvents {
  /** For a revision nobody has put to use. */
  RevisionEvents IGNORED =
      new RevisionEvents() {
        @Override
        public void available() {}

        @Override
        public void failed(String cause) {}

        @Override
        public void isDue() {}
      };

  /** An instance takes requests that did not before. */
  void available();

  /** It is broken, or what is left of it is. */
  void failed(String cause);

  /** It has served as long as it should; said again and again. */
  void isDue();
}
