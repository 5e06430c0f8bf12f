package site.deploy;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Deregisters the JDBC drivers of the class loader it is loaded by: {@code DriverManager} shows and
 * gives up drivers only to code that could load them. So it is loaded once more by the app's
 * loader, from our bytes, see {@link AppClassLoader#lend}.
 */
public final class JdbcDrivers implements Supplier<List<String>> {
  @Override
  public List<String> get() {
    List<String> removed = new ArrayList<>();
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == JdbcDrivers.class.getClassLoader()) {
        removed.add("JDBC driver " + driver.getClass().getName());
        deregister(driver);
      }
    }
    return removed;
  }

  private static void deregister(Driver driver) {
    try {
      DriverManager.deregisterDriver(driver);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
