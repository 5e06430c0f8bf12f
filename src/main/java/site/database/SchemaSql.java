package site.database;

import java.util.List;

/** The statements that give an app a schema and an account. App names hold no quotes. */
final class SchemaSql {
  private SchemaSql() {}

  static List<String> founding(String app, String password) {
    String account = "'" + app + "'@'localhost'";
    return List.of(
        create(app),
        "CREATE USER IF NOT EXISTS " + account + " IDENTIFIED BY '" + password + "'",
        "ALTER USER " + account + " IDENTIFIED BY '" + password + "'",
        grant(app, account));
  }

  static String create(String app) {
    return "CREATE DATABASE IF NOT EXISTS `" + app + "` CHARACTER SET utf8mb4";
  }

  /** In a grant, _ stands for any character. */
  static String grant(String app, String account) {
    return "GRANT ALL ON `" + app.replace("_", "\\_") + "`.* TO " + account;
  }
}
